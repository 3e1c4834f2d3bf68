package signalbox.server.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL of our own did not start. The message is one sentence for whoever started
/// Signalbox; the details are in the log.
public class PostgresStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PostgresStartException(String message) {
    super(message);
  }

  PostgresStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The files under the data directory could not be read or written.
  static PostgresStartException unusable(Path dataDir, IOException cause) {
    return new PostgresStartException(
        "The data directory %s cannot be used: %s.".formatted(dataDir, reason(cause)), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "permission denied for " + denied.getFile();
      case FileSystemException named when named.getReason() == null ->
          named.getFile() + " is missing or in the way";
      case FileSystemException named -> named.getFile() + ": " + named.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
