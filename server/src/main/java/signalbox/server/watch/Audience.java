package signalbox.server.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Loop;

/// An owner's watchers on one event loop. Called on that loop only.
///
/// A tick is shown in slices, so that a thousand watchers do not keep the loop from its other work.
final class Audience {
  private static final int SLICE = 200;

  private final Loop loop;
  private final Set<Follower> followers = new LinkedHashSet<>();
  private final Map<WorkspaceId, Set<WorkspaceWatcher>> watchers = new HashMap<>();
  private long position;

  /// @param position where the owner's feed is
  Audience(Loop loop, long position) {
    this.loop = loop;
    this.position = position;
  }

  /// Where the log stands for everybody here who keeps up.
  long position() {
    return position;
  }

  void join(WorkspaceWatcher watcher) {
    watchers.computeIfAbsent(watcher.workspace(), _ -> new LinkedHashSet<>()).add(watcher);
  }

  void join(Follower follower) {
    followers.add(follower);
  }

  void leave(WorkspaceWatcher watcher) {
    watcher.leave();
    watchers.computeIfPresent(
        watcher.workspace(),
        (_, set) -> {
          set.remove(watcher);
          return set.isEmpty() ? null : set;
        });
  }

  void leave(Follower follower) {
    follower.leave();
    followers.remove(follower);
  }

  /// Reminds those who fell behind and found nobody to bring them along.
  void nudge() {
    List.copyOf(followers).forEach(Follower::comeAlong);
  }

  /// @param done runs when everybody here has been shown the tick or marked
  void show(Tick tick, Runnable done) {
    position = Math.max(position, tick.to());
    var all = new ArrayList<Watcher>();
    if (!tick.events().isEmpty()) all.addAll(followers);
    for (var snapshot : tick.snapshots())
      all.addAll(watchers.getOrDefault(snapshot.id(), Set.of()));
    show(tick, all, 0, done);
  }

  private void show(Tick tick, List<Watcher> all, int from, Runnable done) {
    var to = Math.min(from + SLICE, all.size());
    for (var watcher : all.subList(from, to)) if (!watcher.isGone()) watcher.show(tick);
    if (to == all.size()) done.run();
    else loop.execute(() -> show(tick, all, to, done));
  }
}
