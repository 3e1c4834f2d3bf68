package signalbox.server.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the schema to the version of this program: the files `db/V*.sql`, in order, each once.
public final class Migrations {
  private Migrations() {}

  /// @throws org.flywaydb.core.api.FlywayException when the schema is newer than this program or
  ///   was changed by hand
  public static void run(DataSource source) {
    Flyway.configure().dataSource(source).locations("classpath:db").load().migrate();
  }
}
