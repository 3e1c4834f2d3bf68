package signalbox.server.postgres;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Says something to a database over a connection of its own.
final class Asking {
  private Asking() {}

  static @Nullable String sql(EmbeddedPostgres server, String statement) {
    return sql(server.address(), statement);
  }

  /// The first field of the first row; null when the statement answers no rows.
  static @Nullable String sql(PostgresUrl address, String statement) {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var asked = connection.createStatement()) {
      if (!asked.execute(statement)) return null;
      var rows = asked.getResultSet();
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }
}
