package signalbox.agent.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import signalbox.agent.api.Outcome;
import signalbox.agent.api.Script;
import signalbox.agent.api.ScriptRun;
import signalbox.agent.api.Stage;
import signalbox.agent.console.Console;
import signalbox.agent.outgoing.LogOutbox;
import signalbox.agent.outgoing.Outbox;
import signalbox.agent.process.Shell;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// The scripts of a workspace. All of one stage run beside each other. Thread-safe.
public final class Scripts implements AutoCloseable {
  private final List<Script> scripts;
  private final Runner runner;
  private final Outbox<ScriptRun> completed;
  private final Ticker ticker;
  private final Console console;
  private final List<Subscription> schedules = new ArrayList<>();

  /// @param completed gets each run that is over
  /// @param logDirectory what a script's relative log path is relative to
  public Scripts(
      List<Script> scripts,
      Shell shell,
      LogOutbox logs,
      Outbox<ScriptRun> completed,
      Path logDirectory,
      Ticker ticker,
      Console console) {
    this.scripts = scripts;
    this.runner = new Runner(shell, logs, logDirectory, ticker);
    this.completed = completed;
    this.ticker = ticker;
    this.console = console;
  }

  /// Starts the start scripts, and waits for those that decide whether the workspace is ready.
  public Verdict start() {
    var deciding = new ArrayList<CompletableFuture<Verdict>>();
    for (var script : with(Script::onStart)) {
      var run = begin(script, Stage.START);
      if (script.blocks()) deciding.add(run);
    }
    return together(deciding);
  }

  /// Runs the stop scripts, and waits for all of them.
  public Verdict stop() {
    return together(with(Script::onStop).stream().map(s -> begin(s, Stage.STOP)).toList());
  }

  /// From now on what has a schedule runs by it, until this is closed. A time that comes while the
  /// run before goes on is left out.
  public synchronized void schedule() {
    for (var script : with(script -> !script.cron().isEmpty())) {
      try {
        var running = new AtomicBoolean();
        schedules.add(new Cron(script.cron(), ticker).repeat(() -> runBySchedule(script, running)));
      } catch (IllegalArgumentException e) {
        console.say(
            "Script %s has a schedule that cannot be read (%s): %s."
                .formatted(script.name(), script.cron(), e.getMessage()));
      }
    }
  }

  /// Ends the schedules, and no run.
  @Override
  public synchronized void close() {
    schedules.forEach(Subscription::close);
    schedules.clear();
  }

  private void runBySchedule(Script script, AtomicBoolean running) {
    if (running.getAndSet(true)) {
      console.say("Script %s still runs; this time is left out.".formatted(script.name()));
      return;
    }
    var _ = begin(script, Stage.CRON).whenComplete((_, _) -> running.set(false));
  }

  private List<Script> with(Predicate<Script> property) {
    return scripts.stream().filter(property).toList();
  }

  private static Verdict together(List<CompletableFuture<Verdict>> runs) {
    return runs.stream().map(CompletableFuture::join).reduce(Verdict.WELL, Verdict::and);
  }

  private CompletableFuture<Verdict> begin(Script script, Stage stage) {
    var verdict = new CompletableFuture<Verdict>();
    Thread.ofVirtual()
        .name("script")
        .start(
            () -> {
              try {
                var run = runner.run(script, stage);
                completed.put(run);
                tell(script, run);
                verdict.complete(Verdict.of(run));
              } catch (InterruptedException | RuntimeException e) {
                console.say("Script %s was lost: %s".formatted(script.name(), e));
                verdict.complete(Verdict.FAILED);
              }
            });
    return verdict;
  }

  private void tell(Script script, ScriptRun run) {
    if (run.outcome() == Outcome.OK) return;
    var how =
        switch (run.outcome()) {
          case OK -> "ended well";
          case EXIT_FAILURE -> "failed with exit code " + run.exitCode();
          case TIMED_OUT -> "was ended because it took too long";
          case PIPES_LEFT_OPEN -> "ended well and left something running";
        };
    console.say("Script %s (%s) %s.".formatted(script.name(), run.stage(), how));
  }
}
