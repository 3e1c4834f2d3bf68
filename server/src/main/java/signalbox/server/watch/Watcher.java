package signalbox.server.watch;

import signalbox.server.stream.Outlet;

/// One client that watches. Lives on its outlet's loop and is called on that loop only.
abstract sealed class Watcher permits WorkspaceWatcher, Follower {
  private final Outlet outlet;
  private final View view;
  private boolean gone;

  Watcher(Outlet outlet, View view) {
    this.outlet = outlet;
    this.view = view;
  }

  final Outlet outlet() {
    return outlet;
  }

  final View view() {
    return view;
  }

  final boolean isGone() {
    return gone;
  }

  /// The client is gone.
  void leave() {
    gone = true;
  }

  /// Shows what is new, or marks this watcher when its peer is slow.
  abstract void show(Tick tick);
}
