import java.sql.DriverManager;
import java.sql.SQLException;

/// Runs the statements that it is given. `JDBC_URL`, `DB_USER` and `DB_PASSWORD` say where.
final class Sql {
  public static void main(String[] statements) throws SQLException {
    var env = System.getenv();
    try (var database =
            DriverManager.getConnection(
                env.get("JDBC_URL"), env.get("DB_USER"), env.get("DB_PASSWORD"));
        var one = database.createStatement()) {
      for (var statement : statements) one.execute(statement);
    }
  }
}
