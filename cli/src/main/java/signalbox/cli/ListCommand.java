package signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Api;
import signalbox.cli.exit.Exit;
import signalbox.cli.status.AppRow;
import signalbox.cli.status.StatusTable;
import signalbox.wire.Json;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspacesResponse;
import tools.jackson.databind.JsonNode;

/// Workspaces and what their apps said last.
@Command(
    name = "list",
    aliases = "ls",
    description = "List workspaces and what their apps said last; what needs you comes first.")
final class ListCommand extends ClientCommand {
  @Parameters(
      index = "0..*",
      paramLabel = "SEARCH",
      description = {
        "Words like owner:alice, name:demo or status:running.",
        "Without any: your own workspaces."
      })
  private List<String> search = List.of();

  @Option(
      names = {"-a", "--all"},
      description = "All that you may see, not only your own.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (a JSON array of workspaces).")
  private OutputFormat output = OutputFormat.TABLE;

  ListCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    var api = api();
    switch (output) {
      case JSON -> terminal().line(Json.text(api.get(target(), JsonNode.class).path("workspaces")));
      case TABLE -> print(api.get(target(), WorkspacesResponse.class).workspaces());
    }
    return Exit.OK;
  }

  private String target() {
    var query = search.isEmpty() && !all ? "owner:me" : String.join(" ", search);
    return "/api/v2/workspaces?q=" + Api.segment(query);
  }

  private void print(List<Workspace> workspaces) {
    if (workspaces.isEmpty()) {
      terminal()
          .say(
              search.isEmpty()
                  ? "There is no workspace yet; make one with `signalbox create demo`."
                  : "No workspace fits.");
      return;
    }
    var owners = workspaces.stream().map(Workspace::ownerName).distinct().count() > 1;
    StatusTable.lines(
            AppRow.of(workspaces.stream()),
            around().clock().instant(),
            owners,
            terminal().size().now().columns(),
            terminal().colours())
        .forEach(terminal()::line);
  }
}
