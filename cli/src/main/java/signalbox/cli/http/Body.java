package signalbox.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an answer without what the transfer adds (RFC 9112 §6, §7.1). An end that comes too
/// early is an [EOFException].
final class Body extends InputStream {
  private static final int NO_BODY = 204;
  private static final int NOT_MODIFIED = 304;

  private final InputStream in;
  private final boolean chunked;
  private long left;
  private boolean ended;

  private Body(InputStream in, boolean chunked, long left) {
    this.in = in;
    this.chunked = chunked;
    this.left = left;
  }

  static InputStream of(Head head, InputStream in) throws BadHttp {
    if (head.status() == NO_BODY || head.status() == NOT_MODIFIED)
      return InputStream.nullInputStream();
    if (head.header("Transfer-Encoding").filter(how -> how.contains("chunked")).isPresent())
      return new Body(in, true, 0);
    var length = head.header("Content-Length");
    // Without a length the body ends with the connection.
    return length.isEmpty() ? in : new Body(in, false, number(length.get(), 10));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) return 0;
    if (!hasMore()) return -1;
    var count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count == -1) throw new EOFException("the connection ended in the middle of an answer");
    left -= count;
    if (chunked && left == 0) Lines.read(in);
    return count;
  }

  private boolean hasMore() throws IOException {
    if (left > 0) return true;
    if (chunked && !ended) nextChunk();
    return left > 0;
  }

  private void nextChunk() throws IOException {
    var line = Lines.read(in);
    var extension = line.indexOf(';');
    left = number((extension == -1 ? line : line.substring(0, extension)).strip(), 16);
    if (left > 0) return;
    ended = true;
    skipTrailers();
  }

  private void skipTrailers() throws IOException {
    String line;
    do {
      line = Lines.read(in);
    } while (!line.isEmpty());
  }

  private static long number(String text, int radix) throws BadHttp {
    try {
      var value = Long.parseLong(text, radix);
      if (value >= 0) return value;
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    throw new BadHttp("a length that is no number");
  }
}
