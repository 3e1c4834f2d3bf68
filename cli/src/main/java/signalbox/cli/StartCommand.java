package signalbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;

/// Starts a workspace.
@Command(name = "start", description = "Start a workspace and wait until it runs.")
final class StartCommand extends ClientCommand {
  @Parameters(paramLabel = "[OWNER/]NAME", description = "Which workspace.")
  private WorkspaceName name = new WorkspaceName("", "");

  StartCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var api = api();
    var workspaces = workspaces(api);
    if (!Transition.START.apply(name, workspaces, builds(api), terminal())) return Exit.OK;
    var workspace = workspaces.get(name);
    if (AgentLines.has(workspace))
      new AgentLines(workspaces, api.server(), terminal()).printWithNextStep(workspace);
    return Exit.OK;
  }
}
