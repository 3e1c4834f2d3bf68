package signalbox.server.db;

import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// Which rule of the schema a failed statement broke.
public final class Constraint {
  private Constraint() {}

  /// The name of the unique index that a row collided with, or empty when that is not why it
  /// failed.
  public static Optional<String> unique(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PSQLException sql
          && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())
          && sql.getServerErrorMessage() != null) {
        return Optional.ofNullable(sql.getServerErrorMessage().getConstraint());
      }
    }
    return Optional.empty();
  }
}
