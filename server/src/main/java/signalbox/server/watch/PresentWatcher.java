package signalbox.server.watch;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;

/// Watches one workspace: is shown its present, again and again. When its peer is slow it skips
/// steps and still ends on the newest.
final class PresentWatcher extends WorkspaceWatcher {
  private @Nullable Snapshot newest;
  private long shown = -1;

  PresentWatcher(Outlet outlet, View view, WorkspaceId workspace) {
    super(outlet, view, workspace);
    outlet.onDrain(this::catchUp);
  }

  @Override
  void show(Tick tick) {
    tick.snapshotOf(workspace()).ifPresent(this::show);
  }

  @Override
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
