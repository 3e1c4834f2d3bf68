package signalbox.server.file;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.IntFunction;

/// A stream of parts that are fetched when they are read. For one thread.
final class Parts extends InputStream {
  private final IntFunction<Optional<byte[]>> fetch;
  private byte[] part = new byte[0];
  private int at;
  private int next;
  private boolean ended;

  /// @param fetch the part of a number, from 0; empty after the last
  Parts(IntFunction<Optional<byte[]>> fetch) {
    this.fetch = fetch;
  }

  @Override
  public int read() {
    return hasMore() ? part[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) return 0;
    if (!hasMore()) return -1;
    var count = Math.min(length, part.length - at);
    System.arraycopy(part, at, bytes, offset, count);
    at += count;
    return count;
  }

  private boolean hasMore() {
    while (at == part.length && !ended) {
      var fetched = fetch.apply(next++);
      ended = fetched.isEmpty();
      part = fetched.orElse(new byte[0]);
      at = 0;
    }
    return !ended;
  }
}
