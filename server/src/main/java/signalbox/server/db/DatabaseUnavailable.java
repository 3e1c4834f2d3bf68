package signalbox.server.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// PostgreSQL cannot be reached at the moment. Nothing was read; whether a commit under way
/// happened is not known.
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// SQLSTATE classes and codes that mean "the server is not there":
  /// https://www.postgresql.org/docs/current/errcodes-appendix.html
  private static final Set<String> CLASSES =
      Set.of("08", "57P01", "57P02", "57P03", "53300", "25006");

  private DatabaseUnavailable(Throwable cause) {
    super("PostgreSQL cannot be reached", cause);
  }

  /// The same failure as one of these if that is what it is, else the failure itself.
  static RuntimeException ifSo(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLTransientConnectionException) return new DatabaseUnavailable(failure);
      if (t instanceof SQLException sql && unreachable(sql.getSQLState()))
        return new DatabaseUnavailable(failure);
    }
    return failure;
  }

  private static boolean unreachable(@org.jspecify.annotations.Nullable String state) {
    return state != null
        && (CLASSES.contains(state)
            || (state.length() > 2 && CLASSES.contains(state.substring(0, 2))));
  }
}
