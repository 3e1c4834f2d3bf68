package signalbox.server.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// PostgreSQL cannot be reached at the moment, or all connections to it are taken. Nothing was
/// read; whether a commit under way happened is not known.
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// SQLSTATE classes and codes that mean "the server is not there":
  /// https://www.postgresql.org/docs/current/errcodes-appendix.html
  private static final Set<String> CLASSES =
      Set.of("08", "57P01", "57P02", "57P03", "53300", "25006");

  private final boolean busy;

  private DatabaseUnavailable(Throwable cause, boolean busy) {
    super(busy ? "all connections to PostgreSQL are taken" : "PostgreSQL cannot be reached", cause);
    this.busy = busy;
  }

  /// Whether PostgreSQL may well be there, and only others had all connections for too long.
  public boolean isBusy() {
    return busy;
  }

  /// The same failure as one of these if that is what it is, else the failure itself. A pool that
  /// waited in vain has a cause if connecting failed meanwhile.
  static RuntimeException ifSo(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLTransientConnectionException pool)
        return new DatabaseUnavailable(failure, pool.getCause() == null);
      if (t instanceof SQLException sql && unreachable(sql.getSQLState()))
        return new DatabaseUnavailable(failure, false);
    }
    return failure;
  }

  private static boolean unreachable(@org.jspecify.annotations.Nullable String state) {
    return state != null
        && (CLASSES.contains(state)
            || (state.length() > 2 && CLASSES.contains(state.substring(0, 2))));
  }
}
