package signalbox.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A second Signalbox, as far as PostgreSQL is concerned: another process that starts the server of
/// a data directory, says its process id, and keeps it until it is killed.
record StartedElsewhere(Process process, ProcessHandle postgres) {
  static StartedElsewhere in(Path dataDir, Path binaries) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StartedElsewhere.class.getName(),
            dataDir.toString(),
            binaries.toString());
    try {
      var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var pid = process.inputReader().readLine();
      return new StartedElsewhere(process, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void killTheirSignalbox() {
    process.destroyForcibly().onExit().join();
  }

  /// An ended process may still be in the system's table, but it has no program there.
  boolean postgresRuns() {
    return postgres.isAlive() && postgres.info().command().isPresent();
  }

  static void main(String[] arguments) throws InterruptedException {
    var dataDir = Path.of(arguments[0]);
    try (var server = EmbeddedPostgres.start(dataDir, Path.of(arguments[1]), Durability.DISK)) {
      System.out.println(server.process().pid());
      Thread.currentThread().join();
    }
  }
}
