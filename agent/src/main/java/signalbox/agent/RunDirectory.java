package signalbox.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A directory that one agent has for itself while it runs: nobody else on the machine may look
/// into it, and no second agent uses it.
final class RunDirectory implements AutoCloseable {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileChannel lock;

  private RunDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// @throws IOException whose message is for people
  static RunDirectory enter(Path path) throws IOException {
    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(PRIVATE));
    check(path);
    var lock =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(lock)) return new RunDirectory(path, lock);
    lock.close();
    throw new IOException("another agent with the same token runs here, in " + path);
  }

  Path socket() {
    return path.resolve("agent.sock");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path pipes() {
    return path.resolve("pipes");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // In this process.
    }
  }

  /// Where only the owner has rights and we may write, we are the owner.
  private static void check(Path path) throws IOException {
    if (Files.isWritable(path) && PRIVATE.equals(Files.getPosixFilePermissions(path))) return;
    throw new IOException(path + " has to be ours alone (mode 0700)");
  }
}
