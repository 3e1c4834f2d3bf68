package signalbox.server.bus;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import signalbox.server.postgres.PostgresUrl;

/// Makes connections that belong to the caller alone and stay open for as long as he likes, so not
/// from a pool.
public interface Connector {
  /// @param name what the database's administrator sees the connection called
  Connection connect(String name) throws SQLException;

  /// Connections that notice within a quarter of a minute when nothing answers any more.
  static Connector to(PostgresUrl database) {
    return name -> {
      var properties = new Properties();
      properties.setProperty("user", database.user());
      properties.setProperty("password", database.password());
      properties.setProperty("ApplicationName", name);
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("connectTimeout", "10");
      properties.setProperty("socketTimeout", "15");
      return DriverManager.getConnection(database.jdbcUrl(), properties);
    };
  }
}
