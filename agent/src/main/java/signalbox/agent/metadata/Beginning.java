package signalbox.agent.metadata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The beginning of what a program writes; the rest is read and forgotten. For one thread.
final class Beginning {
  /// Bytes that are kept. The server keeps 2,048 of them.
  static final int KEPT_MAX = 10 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[4096];

  /// Reads to the end.
  String of(InputStream from) {
    try {
      read(from);
    } catch (IOException _) {
      again(from);
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  /// The JDK puts what is left into the place of a pipe whose program has ended. Who reads at just
  /// that moment fails, and finds the rest by reading on.
  private void again(InputStream from) {
    try {
      read(from);
    } catch (IOException _) {
      // Then there is no more.
    }
  }

  private void read(InputStream from) throws IOException {
    for (var length = from.read(buffer); length >= 0; length = from.read(buffer)) {
      kept.write(buffer, 0, Math.min(length, KEPT_MAX - kept.size()));
    }
  }
}
