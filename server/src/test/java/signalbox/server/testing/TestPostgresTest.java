package signalbox.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import signalbox.server.postgres.PostgresUrl;

class TestPostgresTest {
  @Test
  void freshDatabasesKnowNothingOfEachOther() throws SQLException {
    var one = TestPostgres.freshDatabase();
    var two = TestPostgres.freshDatabase();
    execute(one, "CREATE TABLE t ()");
    execute(two, "CREATE TABLE t ()");
    TestPostgres.drop(one);
    TestPostgres.drop(two);
  }

  @Test
  void aTemplateIsPreparedOnceAndCopied() throws SQLException {
    var prepared = new AtomicInteger();
    for (var copy = 0; copy < 3; copy++) {
      var database =
          TestPostgres.freshDatabase(
              "with_numbers",
              empty -> {
                prepared.incrementAndGet();
                execute(empty, "CREATE TABLE numbers AS SELECT 7 AS number");
              });
      execute(database, "UPDATE numbers SET number = number + 1 WHERE number = 7");
      try (var connection = connect(database);
          var rows = connection.createStatement().executeQuery("SELECT number FROM numbers")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(8);
      }
    }
    assertThat(prepared).hasValue(1);
  }

  @Test
  void aMigratedDatabaseHasTheSchemaAndIsOnesOwn() {
    var one = TestPostgres.migratedDatabase();
    execute(one, "DROP TABLE app_statuses CASCADE");
    execute(TestPostgres.migratedDatabase(), "SELECT * FROM app_statuses");
  }

  @Test
  void aCrashedServerComesBackAtItsAddressWithWhatWasCommitted() throws SQLException {
    try (var postgres = new RestartablePostgres()) {
      var address = postgres.address();
      execute(address, "CREATE TABLE kept ()");
      postgres.crash();
      postgres.start();
      assertThat(postgres.address()).isEqualTo(address);
      execute(address, "SELECT * FROM kept");
      postgres.stop();
      postgres.start();
      execute(address, "SELECT * FROM kept");
    }
  }

  private static void execute(PostgresUrl database, String sql) {
    try (var connection = connect(database)) {
      connection.createStatement().execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static Connection connect(PostgresUrl database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
