package signalbox.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.SteppedTicker;
import signalbox.server.testing.TestPostgres;

class DatabaseUnavailableTest {
  @Test
  void whenOthersHaveAllConnectionsTheServerIsBusyAndNotOutOfReach() throws SQLException {
    var address = TestPostgres.migratedDatabase();
    try (var pool = pool(address.jdbcUrl())) {
      pool.setUsername(address.user());
      pool.setPassword(address.password());
      try (var taken = pool.getConnection()) {
        assertThat(failure(pool).isBusy()).as("while %s is taken", taken).isTrue();
      }
    }
  }

  @Test
  void whenNobodyListensItIsOutOfReach() throws IOException {
    try (var pool = pool("jdbc:postgresql://127.0.0.1:" + freePort() + "/none")) {
      assertThat(failure(pool).isBusy()).isFalse();
    }
  }

  private static DatabaseUnavailable failure(HikariDataSource pool) {
    var database = new Database(pool, pool, new SteppedTicker(), _ -> {});
    return catchThrowableOfType(DatabaseUnavailable.class, () -> database.read(_ -> true));
  }

  private static HikariDataSource pool(String url) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(url);
    settings.setMaximumPoolSize(1);
    settings.setConnectionTimeout(500);
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
