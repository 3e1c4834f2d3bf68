package signalbox.server.watch;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;

/// Watches one workspace. When its peer is slow it skips steps and still ends on the newest.
abstract sealed class WorkspaceWatcher extends Watcher permits PresentWatcher, ConnectionWatcher {
  private final WorkspaceId workspace;
  private @Nullable Snapshot newest;
  private long shown = -1;

  WorkspaceWatcher(Outlet outlet, View view, WorkspaceId workspace) {
    super(outlet, view);
    this.workspace = workspace;
    outlet.onDrain(this::catchUp);
  }

  final WorkspaceId workspace() {
    return workspace;
  }

  /// Position of the newest snapshot that was shown; less than any when there is none yet.
  final long shown() {
    return shown;
  }

  @Override
  void show(Tick tick) {
    tick.snapshotOf(workspace).ifPresent(this::show);
  }

  /// Shows how it is, unless something newer was shown.
  final void show(Snapshot snapshot) {
    if (snapshot.position() <= shown) return;
    newest = snapshot;
    catchUp();
  }

  private void catchUp() {
    var present = newest;
    if (present == null || isGone() || outlet().full()) return;
    newest = null;
    shown = present.position();
    write(present);
  }

  /// Tells the peer, which has room.
  abstract void write(Snapshot snapshot);
}
