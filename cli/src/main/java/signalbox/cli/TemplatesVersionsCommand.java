package signalbox.cli;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Templates;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Ago;
import signalbox.cli.terminal.Cell;
import signalbox.cli.terminal.Paint;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Table;
import signalbox.wire.Json;
import signalbox.wire.Template;
import signalbox.wire.TemplateVersion;
import tools.jackson.databind.JsonNode;

/// How a template came to be what it is.
@Command(name = "versions", description = "List the versions of a template, newest first.")
final class TemplatesVersionsCommand extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Which template.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (a JSON array of versions).")
  private OutputFormat output = OutputFormat.TABLE;

  TemplatesVersionsCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    var templates = new Templates(api());
    var template = templates.get(name);
    var target = "/api/v2/templates/" + template.id() + "/versions";
    switch (output) {
      case JSON -> terminal().line(Json.text(templates.api().get(target, JsonNode.class)));
      case TABLE -> print(template, List.of(templates.api().get(target, TemplateVersion[].class)));
    }
    return Exit.OK;
  }

  private void print(Template template, List<TemplateVersion> versions) {
    var table = new Table(List.of("VERSION", "STATE", "BY", "MADE", "MESSAGE"));
    for (var version : versions) table.add(row(version, isActive(template, version)));
    table.lines(terminal().size().now().columns(), terminal().colours()).forEach(terminal()::line);
  }

  private List<Cell> row(TemplateVersion version, boolean active) {
    var status = version.job().status();
    var state = active ? "active" : status.equals("succeeded") ? "" : status;
    var error = Objects.requireNonNullElse(version.job().error(), "");
    var age = Duration.between(version.createdAt(), around().clock().instant());
    return List.of(
        new Cell(Safe.text(version.name())),
        new Cell(Safe.text(state), active ? Paint.BOLD : Paint.PLAIN),
        new Cell(Safe.text(version.createdBy().username())),
        new Cell(Ago.of(age), Paint.DIM),
        new Cell(Safe.text(error.isEmpty() ? version.message() : error)));
  }

  private static boolean isActive(Template template, TemplateVersion version) {
    return template.activeVersionId().equals(version.id());
  }
}
