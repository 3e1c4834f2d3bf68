package signalbox.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.watch.Goal;

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
    var line = commandLine(arguments.length == 0 ? "" : arguments[0]);
    if (asksForHelp(List.of(arguments))) Looks.fit(line, around.terminal());
    return line.execute(arguments);
  }

  private static boolean asksForHelp(List<String> arguments) {
    return arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h");
  }

  /// The command that is called, or all of them where help or a guess is called for. Looking at the
  /// annotations of all takes 0.1 s.
  private Map<String, Supplier<Object>> wanted(String first) {
    var all = commands();
    var called = all.get(first);
    return called == null ? all : Map.of(first, called);
  }

  private CommandLine commandLine(String first) {
    var root = new SignalboxCommand();
    var line = new CommandLine(root);
    wanted(first).forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.registerConverter(WorkspaceName.class, Conversions::workspaceName);
    line.registerConverter(Duration.class, Conversions::duration);
    word(line, OutputFormat.class);
    word(line, ReportedState.class);
    word(line, Goal.State.class);
    word(line, ServerOptions.Bus.class);
    word(line, ServerOptions.LogFormat.class);
    line.setExecutionExceptionHandler(new Failures(around.terminal(), root));
    line.setParameterExceptionHandler(new Mistakes(around));
    Looks.apply(line, around.terminal());
    return line;
  }

  private static <E extends Enum<E>> void word(CommandLine line, Class<E> type) {
    line.registerConverter(type, text -> Conversions.word(type, text));
  }

  private CommandLine server() {
    var server = new CommandLine(new ServerCommand(around));
    ServerHelp.addTo(server.getCommandSpec());
    return server
        .addSubcommand(new PostgresUrlCommand(around))
        .setDefaultValueProvider(new ServerVariables(around.variables()));
  }

  private CommandLine templates() {
    return new CommandLine(new TemplatesCommand())
        .addSubcommand(new TemplatesInitCommand(around))
        .addSubcommand(new TemplatesPushCommand(around))
        .addSubcommand(new TemplatesListCommand(around))
        .addSubcommand(new TemplatesVersionsCommand(around));
  }

  private Map<String, Supplier<Object>> commands() {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("server", this::server);
    commands.put("login", () -> new LoginCommand(around));
    commands.put("logout", () -> new LogoutCommand(around));
    commands.put("list", () -> new ListCommand(around));
    commands.put("show", () -> new ShowCommand(around));
    commands.put("create", () -> new CreateCommand(around));
    commands.put("start", () -> new StartCommand(around));
    commands.put("stop", () -> new StopCommand(around));
    commands.put("delete", () -> new DeleteCommand(around));
    commands.put("templates", this::templates);
    commands.put("agent", () -> new AgentCommand(around));
    commands.put("report", () -> new ReportCommand(around));
    commands.put("watch", () -> new WatchCommand(around));
    commands.put("bench", () -> new BenchCommand(around));
    return commands;
  }
}
