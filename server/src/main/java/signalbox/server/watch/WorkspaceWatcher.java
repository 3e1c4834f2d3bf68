package signalbox.server.watch;

import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;

/// Watches one workspace. Is shown the ticks that have a snapshot of it.
abstract sealed class WorkspaceWatcher extends Watcher permits PresentWatcher, ConnectionWatcher {
  private final WorkspaceId workspace;

  WorkspaceWatcher(Outlet outlet, View view, WorkspaceId workspace) {
    super(outlet, view);
    this.workspace = workspace;
  }

  final WorkspaceId workspace() {
    return workspace;
  }

  /// Shows how it is, unless something newer was shown.
  abstract void show(Snapshot snapshot);
}
