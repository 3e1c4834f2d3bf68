package signalbox.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whom the operating system takes this process for.
///
/// @param root whether it may do everything
record OsUser(boolean root) {
  static OsUser current() {
    try {
      return new OsUser(isRoot(Path.of("/proc/self")));
    } catch (IOException | UnsupportedOperationException _) {
      return new OsUser("root".equals(System.getProperty("user.name")));
    }
  }

  /// Keeps root from leaving files in another user's data directory that the user cannot read.
  ///
  /// @throws PostgresStartException when the directory is another user's
  void requireOwnership(Path dataDir) throws IOException {
    if (root && !isRoot(dataDir))
      throw new PostgresStartException(
          "The data directory %s belongs to %s; start Signalbox as that user, or choose another directory."
              .formatted(dataDir, Files.getOwner(dataDir).getName()));
  }

  private static boolean isRoot(Path file) throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
  }
}
