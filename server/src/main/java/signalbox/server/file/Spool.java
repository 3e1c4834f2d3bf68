package signalbox.server.file;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import signalbox.server.access.Refusal;

/// Bytes on their way, on the disk instead of in memory. They are gone when it is closed, or when
/// the process ends in whatever way. For one thread.
final class Spool implements Closeable {
  /// Longest archive, and most that one may expand to, in bytes.
  static final int BYTES_MAX = 100 * 1024 * 1024;

  private final FileChannel channel;

  Spool() throws IOException {
    var path = Files.createTempFile("signalbox-upload", null);
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  FileChannel channel() {
    return channel;
  }

  long size() throws IOException {
    return channel.size();
  }

  /// All of it, from the beginning. Whoever closes it does not close the spool.
  InputStream open() throws IOException {
    return open(() -> {});
  }

  /// As [#open], and its end is the spool's.
  InputStream openOnce() throws IOException {
    return open(this);
  }

  private InputStream open(Closeable end) throws IOException {
    channel.position(0);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public void close() throws IOException {
        end.close();
      }
    };
  }

  /// Adds bytes, up to what a file may have.
  ///
  /// @throws Refusal 413 from its writes
  OutputStream sink() {
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      private long room = BYTES_MAX;

      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        room -= length;
        if (room < 0) throw tooLarge();
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // The channel is read afterwards.
      }
    };
  }

  static Refusal tooLarge() {
    return Refusal.of(
        Refusal.Kind.TOO_LARGE,
        "Request body too large.",
        "Maximum request body size is " + BYTES_MAX + " bytes.");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
