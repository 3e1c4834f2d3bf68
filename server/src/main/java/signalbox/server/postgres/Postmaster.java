package signalbox.server.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's main process, started by us or found running.
///
/// It writes `postmaster.pid` into its cluster (manual, "Database File Layout"): its process id in
/// the first line, and what it is doing in the last.
record Postmaster(ProcessHandle process) {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  /// How often a process that starts or stops is looked at.
  private static final long GLANCES_PER_SECOND = 200;

  /// The longest start that is waited for: after a crash PostgreSQL first replays its log.
  private static final long START_SECONDS = 600;

  /// How long a fast shutdown may take before it is cut short; it writes everything to disk.
  private static final long FAST_SECONDS = 30;

  private static final long IMMEDIATE_SECONDS = 10;

  /// Starts a server and waits until it takes connections; empty when it gave up, and the log says
  /// why.
  static Optional<Postmaster> launch(Programs programs, Cluster cluster, int port, PostgresLog log)
      throws IOException {
    var arguments = List.of("-D", cluster.path().toString(), "-p", String.valueOf(port));
    var process = programs.prepare("postgres", arguments, log.file()).start();
    process.getOutputStream().close();
    var postmaster = new Postmaster(process.toHandle());
    for (var glance = 0; glance < START_SECONDS * GLANCES_PER_SECOND; glance++) {
      if (postmaster.ended()) return Optional.empty();
      if (postmaster.ready(cluster)) return Optional.of(postmaster);
      postmaster.untilNextGlance();
    }
    postmaster.stop();
    return Optional.empty();
  }

  /// Stops the server of this cluster that a killed Signalbox left running. A `postmaster.pid` that
  /// is there then names nobody, or a process that is not this cluster's server; it is deleted, for
  /// PostgreSQL would not start beside it.
  ///
  /// For the holder of the data directory's lock only.
  static void stopLeftBehind(Cluster cluster) throws IOException {
    pidFile(cluster).stream()
        .findFirst()
        .flatMap(Postmaster::find)
        .filter(process -> serves(process, cluster))
        .ifPresent(
            process -> {
              LOG.info("Stopping the PostgreSQL that a killed Signalbox left running.");
              new Postmaster(process).stop();
            });
    Files.deleteIfExists(cluster.path().resolve("postmaster.pid"));
  }

  /// Ends it and waits: transactions are rolled back and everything is written to disk. When that
  /// takes too long it ends at once, and the next start replays the log.
  void stop() {
    signal("INT");
    if (endsWithin(FAST_SECONDS)) return;
    LOG.warn("PostgreSQL (process {}) takes long to stop and is stopped at once.", process.pid());
    signal("QUIT");
    if (endsWithin(IMMEDIATE_SECONDS)) return;
    process.destroyForcibly();
    endsWithin(IMMEDIATE_SECONDS);
  }

  private boolean endsWithin(long seconds) {
    for (var glance = 0; glance < seconds * GLANCES_PER_SECOND; glance++) {
      if (ended()) return true;
      untilNextGlance();
    }
    return ended();
  }

  /// A process that nobody has waited for is still in the system's table, but has no program.
  private boolean ended() {
    return !process.isAlive() || process.info().command().isEmpty();
  }

  /// Ends early when the process does and is our child. For others Java itself only looks every now
  /// and then, and more seldom than we want.
  private void untilNextGlance() {
    process.onExit().completeOnTimeout(process, 1000 / GLANCES_PER_SECOND, MILLISECONDS).join();
  }

  private boolean ready(Cluster cluster) throws IOException {
    var lines = pidFile(cluster);
    return lines.size() == 8
        && lines.getFirst().equals(String.valueOf(process.pid()))
        && lines.getLast().startsWith("ready");
  }

  /// Java sends no signals but TERM and KILL; the shell has `kill` built in.
  private void signal(String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(Programs.NOWHERE)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      LOG.warn("Could not signal PostgreSQL (process {}).", process.pid(), e);
    }
  }

  private static List<String> pidFile(Cluster cluster) throws IOException {
    try {
      return Files.readAllLines(cluster.path().resolve("postmaster.pid"));
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static Optional<ProcessHandle> find(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whether a process is a PostgreSQL at work in the cluster's folder.
  private static boolean serves(ProcessHandle process, Cluster cluster) {
    var program = process.info().command().map(Path::of).map(Path::getFileName);
    var workplace = Path.of("/proc", String.valueOf(process.pid()), "cwd");
    try {
      return program.filter(name -> name.toString().startsWith("postgres")).isPresent()
          && Files.isSameFile(workplace, cluster.path());
    } catch (IOException _) {
      return false;
    }
  }
}
