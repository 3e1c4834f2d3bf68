package signalbox.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Templates;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Safe;

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
      description = {
        "A parameter of the template, as in -p apps=claude,tests.",
        "What must be given and is not, is asked for."
      })
  private Map<String, String> parameters = new LinkedHashMap<>();

  CreateCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var api = api();
    var workspaces = workspaces(api);
    var templates = new Templates(api);
    var from = templates.get(template);
    var values = new Values(parameters, templates.parameters(from), around()).given();
    var made = workspaces.create(name, from, values);
    builds(api).await(made.latestBuild());
    var workspace = workspaces.get(new WorkspaceName(made.ownerName(), made.name()));
    terminal().say(Safe.text(workspace.name()) + " is running.");
    if (AgentLines.has(workspace))
      new AgentLines(workspaces, api.server(), terminal()).printWithNextStep(workspace);
    return Exit.OK;
  }
}
