package signalbox.agent.script;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.LogLine.Level;
import signalbox.agent.api.Outcome;
import signalbox.agent.api.Script;
import signalbox.agent.api.ScriptRun;
import signalbox.agent.api.Stage;
import signalbox.agent.outgoing.LogOutbox;
import signalbox.agent.process.Child;
import signalbox.agent.process.Expansion;
import signalbox.agent.process.Shell;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// Runs scripts to their ends. Thread-safe.
///
/// What goes to stdout is told as information, what goes to stderr as an error. A script that has
/// ended may have left something behind that still holds its output; that is told on, but a script
/// is over when it has ended.
final class Runner {
  /// What output gets to end after the script has.
  static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

  private static final int NOT_STARTED = 255;

  private final Shell shell;
  private final LogOutbox logs;
  private final Path logDirectory;
  private final Ticker ticker;

  /// @param logDirectory what a script's relative log path is relative to
  Runner(Shell shell, LogOutbox logs, Path logDirectory, Ticker ticker) {
    this.shell = shell;
    this.logs = logs;
    this.logDirectory = logDirectory;
    this.ticker = ticker;
  }

  /// Runs a script and waits for its end.
  ScriptRun run(Script script, Stage stage) throws InterruptedException {
    var began = ticker.instant();
    var output = new Output(script.source(), logs, ticker, logPath(script));
    try {
      var heard =
          shell.start(
              script.text(),
              line -> output.line(Level.INFO, line),
              line -> output.line(Level.ERROR, line));
      var child = heard.child();
      var _ = heard.outputEnded().whenComplete((_, _) -> output.close());
      var ending = new AtomicReference<@Nullable Subscription>();
      int exit;
      try (var _ = timeout(script, child, output, ending)) {
        exit = child.await();
      }
      var pipesOpen = !endInAMoment(heard.outputEnded());
      var kill = ending.get();
      if (kill != null) endRest(child, kill);
      var outcome = outcome(exit, kill != null, pipesOpen);
      return new ScriptRun(script.id(), stage, outcome, exit, began, ticker.instant());
    } catch (IOException e) {
      output.line(Level.ERROR, "The script cannot be started: " + e.getMessage());
      output.close();
      return new ScriptRun(
          script.id(), stage, Outcome.EXIT_FAILURE, NOT_STARTED, began, ticker.instant());
    }
  }

  /// What the script has started got a moment to end, together with it.
  private static void endRest(Child child, Subscription kill) {
    kill.close();
    child.killRest();
  }

  private static Outcome outcome(int exit, boolean timedOut, boolean pipesOpen) {
    if (timedOut) return Outcome.TIMED_OUT;
    if (exit != 0) return Outcome.EXIT_FAILURE;
    return pipesOpen ? Outcome.PIPES_LEFT_OPEN : Outcome.OK;
  }

  private Subscription timeout(
      Script script, Child child, Output output, AtomicReference<@Nullable Subscription> ending) {
    if (script.timeout().isZero()) return () -> {};
    return ticker.after(
        script.timeout(),
        () -> {
          output.line(Level.ERROR, "The script took longer than " + seconds(script.timeout()));
          ending.set(child.end(ticker));
        });
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s; it is ended.";
  }

  private boolean endInAMoment(CompletableFuture<Void> outputs) {
    var over = new CompletableFuture<Void>();
    try (var _ = ticker.after(LAST_OUTPUT, () -> over.complete(null))) {
      CompletableFuture.anyOf(outputs.exceptionally(_ -> null), over).join();
    }
    return outputs.isDone();
  }

  private @Nullable Path logPath(Script script) {
    if (script.logPath().isEmpty()) return null;
    return new Expansion(shell.environment()).path(script.logPath(), logDirectory);
  }
}
