package signalbox.server.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;
import signalbox.server.db.Migrations;
import signalbox.server.postgres.Durability;
import signalbox.server.postgres.EmbeddedPostgres;
import signalbox.server.postgres.PostgresUrl;

/// One real PostgreSQL for all tests of a run, not durable, and any number of databases in it. It
/// starts with the first test that asks and ends with the run. Thread-safe.
///
/// Tests that stop or crash their server take a [RestartablePostgres].
public final class TestPostgres {
  /// The programs, unpacked once for all test runs of a module.
  static final Path BINARIES = Path.of("target", "postgres-binaries");

  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Map<String, PostgresUrl> TEMPLATES = new HashMap<>();

  private TestPostgres() {}

  /// A new database without tables.
  public static PostgresUrl freshDatabase() {
    return create("template1");
  }

  /// A new database with the schema of this program and nothing in it.
  public static PostgresUrl migratedDatabase() {
    return freshDatabase("migrated", TestPostgres::migrate);
  }

  /// A new database like one that is prepared once in a run: the first caller of a name pays for
  /// it, the others copy files.
  ///
  /// @param name has one meaning in all tests
  /// @param prepare fills the empty database that it is given; must close its connections
  public static PostgresUrl freshDatabase(String name, Consumer<PostgresUrl> prepare) {
    synchronized (TEMPLATES) {
      var template = TEMPLATES.get(name);
      if (template == null) {
        template = freshDatabase();
        prepare.accept(template);
        TEMPLATES.put(name, template);
      }
      return create(template.database());
    }
  }

  /// Deletes a database with its connections; only tests that make many need it.
  public static void drop(PostgresUrl database) {
    execute("DROP DATABASE IF EXISTS " + database.database() + " WITH (FORCE)");
  }

  private static void migrate(PostgresUrl empty) {
    var source = new PGSimpleDataSource();
    source.setUrl(empty.jdbcUrl());
    source.setUser(empty.user());
    source.setPassword(empty.password());
    Migrations.run(source);
  }

  private static PostgresUrl create(String template) {
    var name = "test_" + NEXT.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY");
    return Running.SERVER.address().withDatabase(name);
  }

  private static synchronized void execute(String statement) {
    var admin = Running.SERVER.address();
    try (var connection =
            DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /// Started when first touched.
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      var directory = TestDirectory.make();
      var server = EmbeddedPostgres.start(directory.path(), BINARIES, Durability.MEMORY);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    remove(directory);
                  }));
      return server;
    }

    /// Hundreds of databases are a lot of files: the run does not wait until they are gone.
    private static void remove(TestDirectory directory) {
      try {
        new ProcessBuilder("rm", "-rf", directory.path().toString()).start();
      } catch (IOException e) {
        directory.close();
      }
    }
  }
}
