package signalbox.server.postgres;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Directories that are there completely or not at all, also after a power cut.
final class Disk {
  private Disk() {}

  /// Gives a directory that was filled under a makeshift name its own one.
  ///
  /// @param directory does not exist, or is empty
  static void install(Path filled, Path directory) throws IOException {
    sync(filled);
    Files.move(filled, directory, ATOMIC_MOVE);
    sync(directory);
  }

  /// Deletes the entries of a directory whose names begin so, with all that is in them: what starts
  /// that were cut off left. Symbolic links are removed, not followed.
  static void deleteLeftovers(Path directory, String prefix) throws IOException {
    try (var entries = Files.newDirectoryStream(directory, prefix + "*")) {
      for (var entry : entries) Files.walkFileTree(entry, new Deletion());
    }
  }

  /// Waits until the file system has everything: one call instead of an fsync for each of a
  /// thousand files.
  private static void sync(Path path) throws IOException {
    var sync = new ProcessBuilder("sh", "-c", "sync -f \"$0\" || sync", path.toString());
    var process = sync.redirectErrorStream(true).redirectOutput(Programs.NOWHERE).start();
    if (process.onExit().join().exitValue() != 0)
      throw new IOException("the disk did not take what was written to " + path);
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
