package signalbox.cli;

import java.util.List;
import picocli.CommandLine;
import signalbox.cli.api.WorkspaceName;

/// The command `signalbox`. Whatever happens ends in a documented exit code and, if it went wrong,
/// in one sentence on stderr.
public final class Main {
  private final Surroundings around;

  Main(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] arguments) {
    System.exit(new Main(Surroundings.ofProcess()).run(Arguments.asTyped(arguments)));
  }

  /// @return the exit code
  int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  CommandLine commandLine() {
    var root = new SignalboxCommand();
    var line = new CommandLine(root);
    for (var command : commands()) line.addSubcommand(command);
    line.registerConverter(WorkspaceName.class, Conversions::workspaceName);
    line.registerConverter(java.time.Duration.class, Conversions::duration);
    line.setExecutionExceptionHandler(new Failures(around.terminal(), root));
    line.setParameterExceptionHandler(new Mistakes(around));
    Looks.apply(line, around.terminal());
    return line;
  }

  private List<Object> commands() {
    return List.of(
        new LoginCommand(around),
        new LogoutCommand(around),
        new ListCommand(around),
        new ShowCommand(around),
        new CreateCommand(around),
        new StartCommand(around),
        new StopCommand(around),
        new DeleteCommand(around),
        new ReportCommand(around),
        new WatchCommand(around),
        new BenchCommand(around));
  }
}
