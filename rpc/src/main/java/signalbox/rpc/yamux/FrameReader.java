package signalbox.rpc.yamux;

import java.nio.ByteBuffer;

/// Finds frames in bytes that may be split anywhere. Belongs to one thread. Holds a part of a
/// header at most: bodies are passed on as they come.
final class FrameReader {
  /// Is told of each frame: its head, the pieces of its body, its end.
  interface Sink {
    void begin(Header header) throws ProtocolException, InterruptedException;

    /// @param piece to be read during the call only; never empty
    void body(ByteBuffer piece) throws ProtocolException;

    void end(Header header) throws ProtocolException;
  }

  private final Sink sink;
  private final ByteBuffer head = ByteBuffer.allocate(Header.BYTES);
  private Header header = Header.about(0, 0, 0);
  private long left;

  FrameReader(Sink sink) {
    this.sink = sink;
  }

  void accept(ByteBuffer bytes) throws ProtocolException, InterruptedException {
    while (bytes.hasRemaining()) {
      if (left > 0) body(bytes);
      else head(bytes);
    }
  }

  private void head(ByteBuffer bytes) throws ProtocolException, InterruptedException {
    head.put(next(bytes, head.remaining()));
    if (head.hasRemaining()) return;
    header = Header.takeFrom(head.flip());
    head.clear();
    left = header.bodyLength();
    sink.begin(header);
    if (left == 0) sink.end(header);
  }

  private void body(ByteBuffer bytes) throws ProtocolException {
    var piece = next(bytes, left);
    left -= piece.remaining();
    sink.body(piece);
    if (left == 0) sink.end(header);
  }

  private static ByteBuffer next(ByteBuffer bytes, long atMost) {
    var length = (int) Math.min(atMost, bytes.remaining());
    var piece = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return piece;
  }
}
