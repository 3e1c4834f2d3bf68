package signalbox.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Terminal;

/// Tells people that a command has failed: one sentence, and with `--verbose` where.
final class Failures implements IExecutionExceptionHandler {
  private final Terminal terminal;
  private final SignalboxCommand root;

  Failures(Terminal terminal, SignalboxCommand root) {
    this.terminal = terminal;
    this.root = root;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
    terminal.out().flush();
    terminal.say(e instanceof Failure failure ? failure.sentence() : unexpected(e));
    if (root.isVerbose()) e.printStackTrace(terminal.err());
    return e instanceof Failure failure ? failure.exit().code() : Exit.FAILED.code();
  }

  private static String unexpected(Exception e) {
    var told = e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
    return "Something went wrong that should not (%s%s); run it again with --verbose to see more."
        .formatted(e.getClass().getSimpleName(), told);
  }
}
