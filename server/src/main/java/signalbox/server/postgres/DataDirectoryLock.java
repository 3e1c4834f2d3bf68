package signalbox.server.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to use a data directory, which one server has at a time. It is a lock of the operating
/// system on `signalbox.lock`, so it ends with the process however that ends; the file names the
/// holder's process id.
final class DataDirectoryLock implements AutoCloseable {
  /// What this process holds: closing any channel on a file gives up all of a process's POSIX locks
  /// on it, so a second attempt from inside must not even open it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DataDirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// @param dataDir a directory that exists
  /// @throws DataDirectoryInUseException when somebody else has it
  static DataDirectoryLock take(Path dataDir) throws IOException {
    var directory = dataDir.toRealPath();
    if (!HELD.add(directory)) throw new DataDirectoryInUseException(dataDir, ownPid());
    try {
      return new DataDirectoryLock(directory, locked(dataDir));
    } catch (IOException | RuntimeException e) {
      HELD.remove(directory);
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock is gone with the descriptor, whatever close answered.
    } finally {
      HELD.remove(directory);
    }
  }

  private static FileChannel locked(Path dataDir) throws IOException {
    var channel = FileChannel.open(dataDir.resolve("signalbox.lock"), CREATE, READ, WRITE);
    try {
      if (channel.tryLock() == null)
        throw new DataDirectoryInUseException(dataDir, holder(channel));
      channel.truncate(0);
      channel.write(US_ASCII.encode(ownPid()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    return US_ASCII.decode(bytes.flip()).toString().strip();
  }

  private static String ownPid() {
    return String.valueOf(ProcessHandle.current().pid());
  }
}
