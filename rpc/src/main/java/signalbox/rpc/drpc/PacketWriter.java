package signalbox.rpc.drpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import signalbox.rpc.yamux.Stream;
import signalbox.rpc.yamux.StreamClosedException;

/// Says what we say in one call: numbers packets and cuts them into frames. Thread-safe; packets of
/// several threads take turns.
final class PacketWriter {
  /// The longest data of a frame.
  static final int FRAME_MAX = 64 << 10;

  private static final int CONTROL = 0x80;
  private static final int DONE = 0x01;

  /// A packet to be sent.
  record Part(Kind kind, byte[] body) {
    static Part of(Kind kind) {
      return new Part(kind, new byte[0]);
    }

    static Part error(RpcException e) {
      var text = e.text().getBytes(StandardCharsets.UTF_8);
      var body = ByteBuffer.allocate(Long.BYTES + text.length).putLong(e.code()).put(text);
      return new Part(Kind.ERROR, body.array());
    }
  }

  private final Stream stream;
  private final long call;
  private final int packetMax;
  private final ReentrantLock turn = new ReentrantLock(true);

  /// Nothing at all can be sent any more. Set from any thread.
  private volatile boolean closed;

  /// No message can be sent any more. Set by whose turn it is.
  private volatile boolean sendClosed;

  private long nextMessage = 1;

  /// @param call its number on the stream
  PacketWriter(Stream stream, long call, int packetMax) {
    this.stream = stream;
    this.call = call;
    this.packetMax = packetMax;
  }

  /// Sends packets, together as far as they fit; waits while the peer's window is used up or the
  /// socket is slow. Who is interrupted has reset the stream: half a frame cannot be taken back.
  void send(Part... parts) throws RpcException, InterruptedException {
    for (var part : parts) checkLength(part.body);
    turn.lockInterruptibly();
    try {
      for (var part : parts) enter(part.kind);
      write(parts);
    } catch (StreamClosedException e) {
      throw new CallEndedException(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      stream.reset();
      throw e;
    } finally {
      turn.unlock();
    }
  }

  /// Says that we send no more messages, unless that has been said or the call is over.
  void closeSend() throws RpcException, InterruptedException {
    try {
      send(Part.of(Kind.CLOSE_SEND));
    } catch (CallEndedException _) {
      // Then there is nothing to say.
    }
  }

  /// Sends a last packet without a body, if that needs no waiting.
  ///
  /// @return false when it was not sent
  boolean offer(Kind kind) {
    if (!turn.tryLock()) return false;
    try {
      enter(kind);
      var frame = new ByteArrayOutputStream();
      writeFrame(frame, Part.of(kind), nextMessage++, 0);
      return stream.offer(frame.toByteArray());
    } catch (CallEndedException _) {
      return false;
    } finally {
      turn.unlock();
    }
  }

  /// Nothing can be sent from now on. Does not wait for what is being sent.
  void close() {
    closed = true;
  }

  /// Whether we have said that no more messages come.
  boolean isSendClosed() {
    return sendClosed;
  }

  private void enter(Kind kind) throws CallEndedException {
    if (closed) throw new CallEndedException("the call is over");
    switch (kind) {
      case INVOKE, INVOKE_METADATA -> {}
      case MESSAGE -> checkSendOpen();
      case CLOSE_SEND -> {
        checkSendOpen();
        sendClosed = true;
      }
      case ERROR, CANCEL, CLOSE -> closed = true;
    }
  }

  private void checkSendOpen() throws CallEndedException {
    if (sendClosed) throw new CallEndedException("we have said that we send no more");
  }

  private void checkLength(byte[] body) throws RpcException {
    if (body.length <= packetMax) return;
    throw new RpcException(
        "a message of %d bytes is longer than %d".formatted(body.length, packetMax));
  }

  private void write(Part... parts) throws StreamClosedException, InterruptedException {
    var gathered = new ByteArrayOutputStream();
    for (var part : parts) {
      var message = nextMessage++;
      for (var from = 0; from == 0 || from < part.body.length; from += FRAME_MAX) {
        writeFrame(gathered, part, message, from);
        if (gathered.size() >= FRAME_MAX) flush(gathered);
      }
    }
    flush(gathered);
  }

  private void flush(ByteArrayOutputStream gathered)
      throws StreamClosedException, InterruptedException {
    stream.send(gathered.toByteArray());
    gathered.reset();
  }

  private void writeFrame(ByteArrayOutputStream out, Part part, long message, int from) {
    var length = Math.min(FRAME_MAX, part.body.length - from);
    var control = part.kind == Kind.CANCEL ? CONTROL : 0;
    var done = from + length == part.body.length ? DONE : 0;
    out.write(control | (part.kind.code() << 1) | done);
    Varint.write(call, out);
    Varint.write(message, out);
    Varint.write(length, out);
    out.write(part.body, from, length);
  }
}
