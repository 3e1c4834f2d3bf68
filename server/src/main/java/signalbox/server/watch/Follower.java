package signalbox.server.watch;

import java.util.Set;
import java.util.function.Consumer;
import signalbox.server.stream.Outlet;

/// Follows all events of an owner: gets each once, in order, and the snapshots that they led to.
/// Its place in the log is one number. While it keeps up it is shown each tick; when its peer is
/// slow, or it has just come, it is behind, and a [CatchUp] brings it to the others.
final class Follower extends Watcher {
  private final Tick.Wish wish;
  private final Consumer<Start> catchUp;
  private Start next;
  private long position;
  private boolean behind = true;
  private boolean catchingUp;
  private Runnable onLeave = () -> {};

  /// @param start where it comes from
  /// @param catchUp begins to bring it to the others, without blocking
  Follower(Outlet outlet, View view, boolean snapshots, Start start, Consumer<Start> catchUp) {
    super(outlet, view);
    this.wish = new Tick.Wish(view, snapshots);
    this.next = start;
    this.catchUp = catchUp;
    outlet.onDrain(this::comeAlong);
  }

  Tick.Wish wish() {
    return wish;
  }

  @Override
  void show(Tick tick) {
    if (!behind && tick.to() <= position) return;
    if (behind || tick.from() != position || outlet().full()) {
      fallBehind();
      return;
    }
    outlet().write(tick.frame(outlet().framing(), wish));
    position = tick.to();
  }

  private void fallBehind() {
    if (!behind) next = new Start.At(position, Owed.lastTick(position), Set.of());
    behind = true;
    comeAlong();
  }

  /// Starts to catch up if that is called for; while the peer is slow, that is when it has room
  /// again.
  void comeAlong() {
    if (!behind || catchingUp || isGone() || outlet().full()) return;
    catchingUp = true;
    catchUp.accept(next);
  }

  /// It has been sent everything up to a position.
  ///
  /// @param others where the loop's other followers are
  /// @return whether it is with them now
  boolean caughtUp(long upTo, long others) {
    position = upTo;
    behind = upTo < others;
    catchingUp = behind;
    return !behind;
  }

  /// Catching up failed; the next tick or comparison begins it again.
  void gaveUp(Start start) {
    next = start;
    catchingUp = false;
  }

  @Override
  void leave() {
    super.leave();
    onLeave.run();
  }

  /// What to do if the client goes; replaces what was to be done before.
  void onLeave(Runnable task) {
    onLeave = task;
  }
}
