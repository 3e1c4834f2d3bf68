package signalbox.cli;

import signalbox.cli.api.Builds;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.api.Workspaces;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.Workspace;

/// One build of a workspace from the order to its end.
record Transition(String word, String doing, String done) {
  static final Transition START = new Transition("start", "Starting", "running");
  static final Transition STOP = new Transition("stop", "Stopping", "stopped");
  static final Transition DELETE = new Transition("delete", "Deleting", "deleted");

  /// @return whether there was anything to do
  boolean apply(WorkspaceName name, Workspaces workspaces, Builds builds, Terminal terminal)
      throws InterruptedException {
    var workspace = workspaces.get(name);
    if (workspace.latestBuild().status().equals(done)) {
      terminal.say(Safe.text(workspace.name()) + " is " + done + " already.");
      return false;
    }
    apply(workspace, workspaces, builds, terminal);
    return true;
  }

  void apply(Workspace workspace, Workspaces workspaces, Builds builds, Terminal terminal)
      throws InterruptedException {
    terminal.say(doing + " " + Safe.text(workspace.name()));
    builds.await(workspaces.build(workspace, word));
    terminal.say(Safe.text(workspace.name()) + " is " + done + ".");
  }
}
