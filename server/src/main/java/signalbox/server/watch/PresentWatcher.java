package signalbox.server.watch;

import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;

/// Is shown the present of one workspace, again and again.
final class PresentWatcher extends WorkspaceWatcher {
  PresentWatcher(Outlet outlet, View view, WorkspaceId workspace) {
    super(outlet, view, workspace);
  }

  @Override
  void write(Snapshot snapshot) {
    outlet().write(snapshot.data(outlet().framing(), view()));
  }
}
