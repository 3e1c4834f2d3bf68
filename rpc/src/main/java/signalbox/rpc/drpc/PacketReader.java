package signalbox.rpc.drpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.yamux.ProtocolException;

/// Puts packets together from bytes that may be split anywhere. Belongs to one thread.
///
/// A frame is `control | varint call | varint message | varint length | data`; in the control byte
/// bit 7 says that who does not know the kind may ignore it, bits 1 to 6 are the kind, and bit 0 is
/// set on the last frame of a packet. What these numbers must not do:
/// 1. go backwards, or stand still after a packet is done; a higher one drops an undone packet;
/// 2. change the kind inside a packet;
/// 3. make a packet longer than the limit.
final class PacketReader {
  /// Is told of each packet, and of how the bytes were used.
  interface Sink {
    /// @param wireBytes how many bytes it took since the last call here
    void packet(Packet packet, int wireBytes) throws DrpcException, ProtocolException;

    /// So many bytes went into a packet that is not done yet.
    void partial(int wireBytes);
  }

  private static final int CONTROL = 0x80;
  private static final int DONE = 0x01;

  private enum Part {
    HEAD,
    CALL,
    MESSAGE,
    LENGTH,
    BODY
  }

  private final Sink sink;
  private final int packetMax;
  private final Held held;

  // The frame that is being read.
  private Part part = Part.HEAD;
  private int head;
  private final Varint varint = new Varint();
  private long call;
  private long message;
  private int left;

  // The packet that is being put together.
  private @Nullable Kind kind;
  private long packetCall;
  private long packetMessage;
  private @Nullable ByteArrayOutputStream body;
  private boolean done = true;
  private int wireBytes;

  /// @param packetMax the longest packet, in bytes
  /// @param held counts what is kept here of a packet that is not done
  PacketReader(Sink sink, int packetMax, Held held) {
    this.sink = sink;
    this.packetMax = packetMax;
    this.held = held;
  }

  void accept(ByteBuffer bytes) throws DrpcException, ProtocolException {
    while (bytes.hasRemaining()) {
      if (part == Part.BODY) body(bytes);
      else head(bytes.get());
      if (part == Part.BODY && left == 0) endFrame();
    }
    if (wireBytes > 0) sink.partial(wireBytes);
    wireBytes = 0;
  }

  /// Drops what is not done. Nothing may be accepted afterwards.
  void discard() {
    if (body != null) held.remove(body.size());
    body = null;
  }

  private void head(byte next) throws DrpcException {
    wireBytes++;
    if (part == Part.HEAD) {
      head = Byte.toUnsignedInt(next);
      part = Part.CALL;
    } else if (varint.accept(next)) {
      number(varint.take());
    }
  }

  private void number(long value) throws DrpcException {
    switch (part) {
      case CALL -> {
        call = value;
        part = Part.MESSAGE;
      }
      case MESSAGE -> {
        message = value;
        part = Part.LENGTH;
      }
      case LENGTH -> {
        beginBody(value);
        part = Part.BODY;
      }
      case HEAD, BODY -> throw new IllegalStateException("no number here");
    }
  }

  private void beginBody(long length) throws DrpcException {
    if (!isIgnored()) beginFrame();
    var before = body == null || isIgnored() ? 0 : body.size();
    if (Long.compareUnsigned(length, packetMax - before) > 0) {
      throw new DrpcException("a packet of more than " + packetMax + " bytes");
    }
    left = (int) length;
  }

  private void beginFrame() throws DrpcException {
    var frameKind = kindOf().orElseThrow(() -> new DrpcException("kind " + ((head >> 1) & 0x3f)));
    var order = Long.compareUnsigned(call, packetCall);
    if (order == 0) order = Long.compareUnsigned(message, packetMessage);
    if (order < 0 || call == 0 || message == 0 || (order == 0 && done)) {
      throw new DrpcException("ids go backwards");
    }
    if (order > 0) beginPacket();
    else if (kind != frameKind) throw new DrpcException("the kind changes inside a packet");
    kind = frameKind;
  }

  private void beginPacket() {
    discard();
    packetCall = call;
    packetMessage = message;
    done = false;
  }

  private void body(ByteBuffer bytes) throws ProtocolException {
    var length = Math.min(left, bytes.remaining());
    left -= length;
    wireBytes += length;
    if (isIgnored()) bytes.position(bytes.position() + length);
    else keep(bytes, length);
  }

  private void keep(ByteBuffer bytes, int length) throws ProtocolException {
    held.add(length);
    if (body == null) body = new ByteArrayOutputStream(length);
    var piece = new byte[length];
    bytes.get(piece);
    body.write(piece, 0, length);
  }

  private void endFrame() throws DrpcException, ProtocolException {
    part = Part.HEAD;
    if (isIgnored() || (head & DONE) == 0) return;
    done = true;
    var whole = body == null ? new byte[0] : body.toByteArray();
    discard();
    var packet = new Packet(kindOf().orElseThrow(), packetCall, packetMessage, whole);
    var bytes = wireBytes;
    wireBytes = 0;
    sink.packet(packet, bytes);
  }

  private Optional<Kind> kindOf() {
    return Kind.of((head >> 1) & 0x3f);
  }

  private boolean isIgnored() {
    return (head & CONTROL) != 0 && kindOf().isEmpty();
  }
}
