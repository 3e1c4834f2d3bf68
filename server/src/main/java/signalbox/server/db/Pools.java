package signalbox.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/// The pools of connections to PostgreSQL: one for writes, and two whose connections only read, for
/// requests and for what is shown to watchers. Watchers have their own so that neither a burst of
/// them makes requests wait, nor a burst of requests the news.
///
/// A request that gets no connection within [#PATIENCE] is answered 503.
public record Pools(HikariDataSource writes, HikariDataSource reads, HikariDataSource watching)
    implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SIZE = 10;
  private static final int WATCHING_SIZE = 4;

  /// Our reads differ in values, never in the shape of a good plan; left alone, PostgreSQL plans
  /// the joins of a snapshot anew each time, which takes longer than to run them.
  private static final String PLAN_ONCE = "SET plan_cache_mode = force_generic_plan";

  public static Pools open(String jdbcUrl, String user, String password) {
    return new Pools(
        new HikariDataSource(pool("writes", SIZE, jdbcUrl, user, password)),
        reading(pool("reads", SIZE, jdbcUrl, user, password)),
        reading(pool("watching", WATCHING_SIZE, jdbcUrl, user, password)));
  }

  private static HikariDataSource reading(HikariConfig config) {
    config.setReadOnly(true);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setConnectionInitSql(PLAN_ONCE);
    return new HikariDataSource(config);
  }

  private static HikariConfig pool(
      String name, int size, String jdbcUrl, String user, String password) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(2_000);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "signalbox " + name);
    config.addDataSourceProperty("prepareThreshold", 2);
    config.addDataSourceProperty("tcpKeepAlive", true);
    return config;
  }

  @Override
  public void close() {
    writes.close();
    reads.close();
    watching.close();
  }
}
