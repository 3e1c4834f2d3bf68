package signalbox.cli;

import java.util.regex.Pattern;
import signalbox.cli.api.Workspaces;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceApp;

/// The two lines that let a program speak as the agent of a workspace. They alone are the result,
/// so that a shell can eval it; what people need beside them goes to stderr.
final class AgentLines {
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:@%+=-]+");

  private final Workspaces workspaces;
  private final Address server;
  private final Terminal terminal;

  AgentLines(Workspaces workspaces, Address server, Terminal terminal) {
    this.workspaces = workspaces;
    this.server = server;
    this.terminal = terminal;
  }

  /// Whether the workspace has an agent that somebody else has to run.
  static boolean has(Workspace workspace) {
    return Boolean.TRUE.equals(workspace.latestBuild().hasExternalAgent())
        && !Workspaces.agents(workspace).isEmpty();
  }

  /// With what to do with them.
  void printWithNextStep(Workspace workspace) {
    terminal.say(
        terminal.live()
            ? "Paste these lines where a program is to report for it:\n"
            : "What a program needs to report for it went to stdout; `signalbox show %s --env` prints it again."
                .formatted(Safe.text(workspace.name())));
    print(workspace);
    var app = Workspaces.apps(workspace).stream().findFirst().map(WorkspaceApp::slug).orElse("APP");
    terminal.say("\nThen:\n");
    terminal.say(
        "%s report --app %s working \"Running the tests\""
            .formatted(terminal.command(), Safe.text(app)));
    terminal.say(terminal.command() + " watch");
  }

  void print(Workspace workspace) {
    if (!has(workspace))
      throw new Failure(
          Exit.FAILED,
          "%s has no agent for a program outside%s."
              .formatted(
                  Safe.text(workspace.name()),
                  workspace.latestBuild().status().equals("running")
                      ? ""
                      : " while it does not run"));
    var credentials = workspaces.credentials(workspace, Workspaces.agents(workspace).getFirst());
    terminal.line("export CODER_AGENT_URL=" + quoted(server.toString()));
    terminal.line("export CODER_AGENT_TOKEN=" + quoted(Safe.text(credentials.agentToken())));
  }

  private static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
