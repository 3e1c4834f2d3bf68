package signalbox.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Safe;
import signalbox.wire.BuildParameter;

/// A new workspace.
@Command(
    name = "create",
    description = "Make a workspace and wait until it runs.",
    footer = {
      "",
      "The last two lines are all that goes to stdout, so a shell can take them over:",
      "  eval \"$$(signalbox create demo)\""
    })
final class CreateCommand extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "How it is to be called.")
  private String name = "";

  @Option(
      names = {"-t", "--template"},
      paramLabel = "TEMPLATE",
      defaultValue = "external",
      description = "What it is made from. Default: ${DEFAULT-VALUE}.")
  private String template = "";

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "KEY=VALUE",
      description = "A parameter of the template, as in -p apps=claude,tests.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  CreateCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var api = api();
    var workspaces = workspaces(api);
    var values =
        parameters.entrySet().stream()
            .map(entry -> new BuildParameter(entry.getKey(), entry.getValue()))
            .toList();
    var made = workspaces.create(name, workspaces.template(template), values);
    builds(api).await(made.latestBuild());
    var workspace = workspaces.get(new WorkspaceName(made.ownerName(), made.name()));
    terminal().say(Safe.text(workspace.name()) + " is running.");
    if (AgentLines.has(workspace))
      new AgentLines(workspaces, api.server(), terminal()).printWithNextStep(workspace);
    return Exit.OK;
  }
}
