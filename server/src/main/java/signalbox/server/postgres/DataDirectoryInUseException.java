package signalbox.server.postgres;

import java.nio.file.Path;

/// Another Signalbox has the data directory.
public final class DataDirectoryInUseException extends PostgresStartException {
  private static final long serialVersionUID = 1;

  /// @param pid the holder's process id, empty when it is not known
  DataDirectoryInUseException(Path dataDir, String pid) {
    super(
        "The data directory %s is in use by another Signalbox%s; stop that one first, or choose another directory."
            .formatted(dataDir, pid.isEmpty() ? "" : " (process " + pid + ")"));
  }
}
