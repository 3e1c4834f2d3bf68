package signalbox.server.watch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;

/// Brings one follower from its place in the log to where the others are: page by page from the
/// database, at the speed of its peer, on a virtual thread of its own.
final class CatchUp implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  /// How much is handed to the outlet at once, in bytes.
  private static final int PORTION = 64 * 1024;

  private final OwnerFeed feed;
  private final FeedReader reader;
  private final Follower follower;
  private final Set<WorkspaceId> changed = new LinkedHashSet<>();
  private final Start start;
  private Owed owed = new Owed.Everything();
  private boolean begun;
  private long position;

  /// @param start what the follower has seen
  CatchUp(OwnerFeed feed, FeedReader reader, Follower follower, Start start) {
    this.feed = feed;
    this.reader = reader;
    this.follower = follower;
    this.start = start;
  }

  @Override
  public void run() {
    try {
      begin();
      while (!isThere(send(feed.inTurn(this::next)))) {}
    } catch (Gone e) {
      LOG.trace("A follower left while it was catching up.");
    } catch (DatabaseUnavailable e) {
      giveUp();
    } catch (RuntimeException e) {
      LOG.error("A follower could not be brought up to date.", e);
      follower.outlet().loop().execute(follower.outlet()::end);
    }
  }

  private void begin() {
    switch (start) {
      case Start.At(var from, var lacking, var unsure) -> {
        position = from;
        owed = lacking;
        if (follower.wish().snapshots()) changed.addAll(unsure);
      }
      case Start.Fresh _ -> send(feed.present(follower.wish().snapshots()));
      case Start.Reset reset -> {
        var present = feed.present(follower.wish().snapshots());
        write(List.of(reset.message(reader.epoch(), present.to())));
        send(present);
      }
    }
    begun = true;
  }

  /// The next page of events; the last one comes with the snapshots of all that changed.
  private Tick next() {
    var page = reader.events(feed.owner(), position);
    if (!page.isLast() || !follower.wish().snapshots()) return page;
    return reader.after(feed.owner(), position, changed, _ -> true);
  }

  /// Whether the follower is with the others now. One that is owed snapshots is not, wherever the
  /// others are.
  private boolean isThere(Tick sent) {
    return sent.isLast() && onLoop(() -> follower.caughtUp(position, others()));
  }

  /// Sends a tick whose frames nobody else shares.
  private Tick send(Tick tick) {
    var portion = new ArrayList<Framing.Message>();
    var size = 0;
    for (var message : tick.messages(follower.wish(), owed)) {
      portion.add(message);
      size += message.data().length;
      if (size < PORTION) continue;
      write(portion);
      portion.clear();
      size = 0;
    }
    write(portion);
    position = tick.to();
    settle(tick);
    return tick;
  }

  /// A tick with snapshots had those of all that changed so far; one without leaves its own for
  /// later.
  private void settle(Tick tick) {
    if (tick.isLast()) {
      changed.clear();
      owed = Owed.lastTick(position);
    } else if (follower.wish().snapshots()) {
      tick.events().stream().map(LoggedEvent::workspace).forEach(changed::add);
    }
  }

  private void write(List<Framing.Message> messages) {
    if (messages.isEmpty()) return;
    var frame = follower.outlet().framing().frame(messages);
    var written = new CompletableFuture<Boolean>();
    follower.outlet().loop().execute(() -> writeWhenRoom(frame, written));
    if (!join(written)) throw new Gone();
  }

  private void writeWhenRoom(Frame frame, CompletableFuture<Boolean> written) {
    var outlet = follower.outlet();
    follower.onLeave(() -> written.complete(false));
    if (follower.isGone()) {
      written.complete(false);
    } else if (outlet.full()) {
      outlet.onDrain(() -> writeWhenRoom(frame, written));
    } else {
      outlet.onDrain(follower::comeAlong);
      outlet.write(frame);
      written.complete(true);
    }
  }

  private long others() {
    return feed.audience(follower.outlet().loop()).position();
  }

  /// Leaves it to the next one to go on from here.
  private void giveUp() {
    var next = begun ? new Start.At(position, owed, Set.copyOf(changed)) : start;
    follower.outlet().loop().execute(() -> follower.gaveUp(next));
  }

  private boolean onLoop(java.util.function.BooleanSupplier task) {
    var result = new CompletableFuture<Boolean>();
    follower.outlet().loop().execute(() -> result.complete(task.getAsBoolean()));
    return join(result);
  }

  private static boolean join(CompletableFuture<Boolean> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw new Gone();
    }
  }

  /// The client left; there is nobody to go on for.
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gone() {
      super("the client is gone", null, false, false);
    }
  }
}
