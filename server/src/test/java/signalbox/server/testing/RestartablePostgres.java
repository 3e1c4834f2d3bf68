package signalbox.server.testing;

import signalbox.server.postgres.Durability;
import signalbox.server.postgres.EmbeddedPostgres;
import signalbox.server.postgres.PostgresUrl;

/// A durable PostgreSQL of one test's own, which the test may stop, crash and start again; its
/// address stays. Running after construction.
public final class RestartablePostgres implements AutoCloseable {
  private final TestDirectory directory = TestDirectory.make();
  private EmbeddedPostgres server = launch();

  public PostgresUrl address() {
    return server.address();
  }

  /// An orderly end: transactions are rolled back, connections closed, everything is written.
  public void stop() {
    server.close();
  }

  /// The end that a power cut makes: nothing more is written, the next start replays the log.
  public void crash() {
    Signals.send(server.process(), "QUIT");
    server.process().onExit().join();
    server.close();
  }

  /// After [#stop] or [#crash].
  public void start() {
    server = launch();
  }

  @Override
  public void close() {
    server.close();
    directory.close();
  }

  private EmbeddedPostgres launch() {
    return EmbeddedPostgres.start(directory.path(), TestPostgres.BINARIES, Durability.DISK);
  }
}
