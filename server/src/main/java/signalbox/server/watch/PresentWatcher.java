package signalbox.server.watch;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;

/// Watches one workspace: is shown its present, again and again. When its peer is slow it skips
/// steps and still ends on the newest.
final class PresentWatcher extends Watcher {
  private final WorkspaceId workspace;
  private @Nullable Snapshot newest;
  private long shown = -1;

  PresentWatcher(Outlet outlet, View view, WorkspaceId workspace) {
    super(outlet, view);
    this.workspace = workspace;
    outlet.onDrain(this::catchUp);
  }

  WorkspaceId workspace() {
    return workspace;
  }

  @Override
  void show(Tick tick) {
    for (var snapshot : tick.snapshots()) {
      if (snapshot.id().equals(workspace)) show(snapshot);
    }
  }

  void show(Snapshot snapshot) {
    if (snapshot.position() <= shown) return;
    newest = snapshot;
    catchUp();
  }

  private void catchUp() {
    var present = newest;
    if (present == null || isGone() || outlet().full()) return;
    newest = null;
    shown = present.position();
    outlet().write(present.data(outlet().framing(), view()));
  }
}
