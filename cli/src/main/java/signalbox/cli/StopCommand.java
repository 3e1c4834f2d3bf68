package signalbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;

/// Stops a workspace.
@Command(name = "stop", description = "Stop a workspace and wait until it has stopped.")
final class StopCommand extends ClientCommand {
  @Parameters(paramLabel = "[OWNER/]NAME", description = "Which workspace.")
  private WorkspaceName name = new WorkspaceName("", "");

  StopCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var api = api();
    Transition.STOP.apply(name, workspaces(api), builds(api), terminal());
    return Exit.OK;
  }
}
