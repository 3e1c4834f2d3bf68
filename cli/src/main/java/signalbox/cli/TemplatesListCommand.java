package signalbox.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Ago;
import signalbox.cli.terminal.Cell;
import signalbox.cli.terminal.Paint;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Table;
import signalbox.wire.Json;
import signalbox.wire.Template;
import tools.jackson.databind.JsonNode;

/// What workspaces can be made from.
@Command(name = "list", aliases = "ls", description = "List the templates.")
final class TemplatesListCommand extends ClientCommand {
  private static final String TARGET = "/api/v2/templates";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (a JSON array of templates).")
  private OutputFormat output = OutputFormat.TABLE;

  TemplatesListCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    switch (output) {
      case JSON -> terminal().line(Json.text(api().get(TARGET, JsonNode.class)));
      case TABLE -> print(List.of(api().get(TARGET, Template[].class)));
    }
    return Exit.OK;
  }

  private void print(List<Template> templates) {
    var table = new Table(List.of("TEMPLATE", "USERS", "CHANGED", "DESCRIPTION"));
    for (var template : templates) {
      var age = Duration.between(template.updatedAt(), around().clock().instant());
      table.add(
          List.of(
              new Cell(Safe.text(template.name())),
              new Cell(Integer.toString(template.activeUserCount())),
              new Cell(Ago.of(age), Paint.DIM),
              new Cell(Safe.text(template.description()))));
    }
    table.lines(terminal().size().now().columns(), terminal().colours()).forEach(terminal()::line);
  }
}
