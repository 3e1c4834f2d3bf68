package signalbox.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;

/// Deletes a workspace, if whoever asks is sure.
@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a workspace and wait until it is gone.")
final class DeleteCommand extends ClientCommand {
  @Parameters(paramLabel = "[OWNER/]NAME", description = "Which workspace.")
  private WorkspaceName name = new WorkspaceName("", "");

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  DeleteCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var api = api();
    var workspaces = workspaces(api);
    var workspace = workspaces.get(name);
    if (!yes && !isSure()) throw Failure.failed("Nothing was deleted.");
    Transition.DELETE.apply(workspace, workspaces, builds(api), terminal());
    return Exit.OK;
  }

  private boolean isSure() {
    if (!around().questions().canAsk())
      throw new Failure(
          Exit.USAGE,
          "There is nobody to ask whether "
              + name
              + " is really to be deleted; say so with --yes.");
    var answer = around().questions().ask("Delete " + name + " for good? [y/N] ").orElse("");
    return answer.toLowerCase(Locale.ROOT).startsWith("y");
  }
}
