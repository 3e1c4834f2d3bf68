package signalbox.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import signalbox.agent.api.Lifecycle;
import signalbox.agent.api.Manifest;
import signalbox.agent.console.Console;
import signalbox.agent.health.HealthChecks;
import signalbox.agent.line.Http;
import signalbox.agent.metadata.Metadata;
import signalbox.agent.outgoing.Outgoing;
import signalbox.agent.process.Expansion;
import signalbox.agent.process.Shell;
import signalbox.agent.script.Scripts;
import signalbox.agent.script.Verdict;
import signalbox.agent.time.Ticker;

/// What an agent does in its workspace, from its first manifest on. Thread-safe.
final class Workspace {
  private final Path directory;
  private final Life life;
  private final Scripts scripts;
  private final Metadata metadata;
  private final HealthChecks health;

  /// @param run where the agent's own files are
  /// @throws IOException when the token cannot be read any more
  Workspace(
      AgentSettings settings,
      Manifest manifest,
      RunDirectory run,
      Outgoing outgoing,
      Http http,
      Ticker ticker,
      Console console)
      throws IOException {
    var variables = Variables.of(settings, manifest, run.socket());
    this.directory = directory(variables, manifest, console);
    this.life = new Life(outgoing.lifecycle(), ticker, console);
    var shell = new Shell(directory, variables, run.pipes());
    this.scripts =
        new Scripts(
            manifest.scripts(),
            shell,
            outgoing.logs(),
            outgoing.completed(),
            run.logs(),
            ticker,
            console);
    this.metadata = new Metadata(manifest.metadata(), shell, ticker);
    this.health = new HealthChecks(manifest.apps(), http, ticker, console);
  }

  /// Absolute.
  Path directory() {
    return directory;
  }

  Metadata metadata() {
    return metadata;
  }

  HealthChecks health() {
    return health;
  }

  /// Starts what is to run; does not wait.
  void begin() {
    life.enter(Lifecycle.STARTING);
    scripts.schedule();
    Thread.ofVirtual().name("start").start(this::start);
  }

  /// Stops what runs by the clock, and runs the stop scripts.
  Verdict stop() {
    life.enter(Lifecycle.SHUTTING_DOWN);
    scripts.close();
    metadata.close();
    health.close();
    return scripts.stop();
  }

  /// Everything has ended.
  void stopped(Verdict verdict) {
    life.enter(
        switch (verdict) {
          case WELL -> Lifecycle.OFF;
          case TIMED_OUT -> Lifecycle.SHUTDOWN_TIMEOUT;
          case FAILED -> Lifecycle.SHUTDOWN_ERROR;
        });
  }

  private void start() {
    life.enter(
        switch (scripts.start()) {
          case WELL -> Lifecycle.READY;
          case TIMED_OUT -> Lifecycle.START_TIMEOUT;
          case FAILED -> Lifecycle.START_ERROR;
        });
  }

  /// Where scripts run; made when it is not there.
  private static Path directory(
      java.util.Map<String, String> variables, Manifest manifest, Console console) {
    var expansion = new Expansion(variables);
    var directory = expansion.path(manifest.directory(), expansion.home());
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      console.say("The directory %s cannot be made: %s".formatted(directory, e));
    }
    return directory;
  }
}
