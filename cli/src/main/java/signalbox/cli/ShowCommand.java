package signalbox.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;

/// One workspace.
@Command(name = "show", description = "Show a workspace, its agents and what its apps said.")
final class ShowCommand extends ClientCommand {
  @Parameters(paramLabel = "[OWNER/]NAME", description = "Which workspace.")
  private WorkspaceName name = new WorkspaceName("", "");

  @Option(
      names = "--env",
      description = "Only the two lines that let a program report for it, to paste or to eval.")
  private boolean env;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (the workspace as the server has it).")
  private OutputFormat output = OutputFormat.TABLE;

  ShowCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    var api = api();
    var workspaces = workspaces(api);
    if (env) {
      new AgentLines(workspaces, api.server(), terminal()).print(workspaces.get(name));
      return Exit.OK;
    }
    switch (output) {
      case JSON ->
          terminal().line(new String(workspaces.raw(name), StandardCharsets.UTF_8).strip());
      case TABLE -> new Details(terminal(), around().clock()).print(workspaces.get(name));
    }
    return Exit.OK;
  }
}
