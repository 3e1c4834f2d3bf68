package signalbox.cli;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import signalbox.cli.terminal.Cell;
import signalbox.cli.terminal.Table;

/// The table of a server's options under its help.
final class ServerHelp {
  private static final int WIDTH = 80;

  private ServerHelp() {}

  static void addTo(CommandSpec server) {
    var table = new Table(List.of("OPTION", "ENVIRONMENT", "DEFAULT"));
    server.options().stream().map(ServerHelp::row).forEach(table::add);
    var lines = table.lines(WIDTH, false).stream().map(line -> "  " + line);
    server
        .usageMessage()
        .footer(
            java.util.stream.Stream.concat(java.util.stream.Stream.of(""), lines)
                .toArray(String[]::new));
  }

  private static List<Cell> row(OptionSpec option) {
    return List.of(
        new Cell(option.longestName()),
        new Cell(ServerVariables.nameOf(option.longestName())),
        new Cell(Objects.requireNonNullElse(option.defaultValue(), "-")));
  }
}
