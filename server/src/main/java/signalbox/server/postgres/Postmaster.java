package signalbox.server.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's main process, started by us or found running.
///
/// It writes `postmaster.pid` into its cluster (manual, "Database File Layout"): its process id in
/// the first line, and what it is doing in the last.
record Postmaster(ProcessHandle process) {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  /// The longest start that is waited for: after a crash PostgreSQL first replays its log.
  private static final long START_SECONDS = 600;

  /// How long a fast shutdown may take before it is cut short; it writes everything to disk.
  private static final long FAST_SECONDS = 30;

  private static final long IMMEDIATE_SECONDS = 10;

  /// How long it is left alone between two looks at it, at first and at most.
  private static final long PAUSE_MILLIS_MIN = 5;

  private static final long PAUSE_MILLIS_MAX = 200;

  /// Starts a server and waits until it takes connections; empty when it gave up, and the log says
  /// why.
  static Optional<Postmaster> launch(Programs programs, Cluster cluster, int port, PostgresLog log)
      throws IOException {
    var arguments = List.of("-D", cluster.path().toString(), "-p", String.valueOf(port));
    var process = programs.prepare("postgres", arguments, log.file()).start();
    process.getOutputStream().close();
    var started = new Postmaster(process.toHandle());
    started.comesTo(START_SECONDS, () -> started.ended() || started.ready(cluster));
    if (started.ready(cluster)) return Optional.of(started);
    started.stop();
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
    if (ended()) return;
    signal("INT");
    if (comesTo(FAST_SECONDS, this::ended)) return;
    LOG.warn("PostgreSQL (process {}) takes long to stop and is stopped at once.", process.pid());
    signal("QUIT");
    if (comesTo(IMMEDIATE_SECONDS, this::ended)) return;
    process.destroyForcibly();
    comesTo(IMMEDIATE_SECONDS, this::ended);
  }

  /// Looks again and again whether it has come to something; false when it takes too long. The end
  /// of a child wakes us; of others' ends Java itself learns late.
  private boolean comesTo(long seconds, BooleanSupplier something) {
    var deadline = System.nanoTime() + SECONDS.toNanos(seconds);
    for (var pause = PAUSE_MILLIS_MIN; System.nanoTime() < deadline; pause++) {
      if (something.getAsBoolean()) return true;
      var millis = Math.min(pause, PAUSE_MILLIS_MAX);
      process.onExit().completeOnTimeout(process, millis, MILLISECONDS).join();
    }
    return something.getAsBoolean();
  }

  private boolean ended() {
    return !process.isAlive() || isZombie();
  }

  /// Whether it is in the system's table only because nobody has asked yet how it ended: state `Z`
  /// after the name in `/proc/<pid>/stat`.
  private boolean isZombie() {
    try {
      return Files.readString(proc(process).resolve("stat")).contains(") Z ");
    } catch (IOException _) {
      return false;
    }
  }

  private boolean ready(Cluster cluster) {
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

  /// No lines when there is no such file, or it is being written.
  private static List<String> pidFile(Cluster cluster) {
    try {
      return Files.readAllLines(cluster.path().resolve("postmaster.pid"));
    } catch (IOException _) {
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
    try {
      return program.filter(name -> name.toString().startsWith("postgres")).isPresent()
          && Files.isSameFile(proc(process).resolve("cwd"), cluster.path());
    } catch (IOException _) {
      return false;
    }
  }

  private static Path proc(ProcessHandle process) {
    return Path.of("/proc", String.valueOf(process.pid()));
  }
}
