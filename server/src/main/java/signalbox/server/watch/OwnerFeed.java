package signalbox.server.watch;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.Chore;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Loop;
import signalbox.server.stream.Outlet;
import signalbox.server.time.Subscription;

/// What happens to one owner's workspaces, for all who watch them on this replica.
///
/// Any hint sets one bit; one reader at a time turns hints into ticks and shows them. While a tick
/// is being shown, further hints merge: that is how a burst costs one read. Thread-safe.
final class OwnerFeed {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerFeed.class);

  /// How long the reader waits for a loop to show a tick before it goes on; a loop never takes that
  /// long.
  private static final long LOOP_PATIENCE_SECONDS = 30;

  /// So many looks without a watcher end the feed: a client between two connections finds it still
  /// there.
  private static final int IDLE_LOOKS = 10;

  /// So many followers of one owner read at the same time; the others wait, and other owners do
  /// not.
  private static final int CATCH_UPS_AT_ONCE = 2;

  private final UserId owner;
  private final FeedReader reader;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Map<Loop, Audience> audiences = new ConcurrentHashMap<>();
  private final Map<WorkspaceId, Integer> watched = new ConcurrentHashMap<>();
  private final Set<WorkspaceId> stale = new HashSet<>();
  private final AtomicInteger followersOfSnapshots = new AtomicInteger();
  private final AtomicInteger watchers = new AtomicInteger();
  private final Map<WorkspaceId, SharedLook<Snapshot>> firstLooks = new ConcurrentHashMap<>();
  private final Map<Boolean, SharedLook<Tick>> presents = new ConcurrentHashMap<>();
  private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(CATCH_UPS_AT_ONCE, true);
  private final Chore reading;
  private volatile long position;
  private @Nullable Subscription bus;
  private volatile int idleLooks;

  OwnerFeed(UserId owner, FeedReader reader, InstantSource clock, Deliveries deliveries) {
    this.owner = owner;
    this.reading = new Chore("the feed of " + owner, this::readAll);
    this.reader = reader;
    this.clock = clock;
    this.deliveries = deliveries;
  }

  /// Starts where the log is. Blocks.
  ///
  /// @param subscription what brings the bus's hints, already in force so that none falls between
  void start(Subscription subscription) {
    bus = subscription;
    position = reader.position(owner);
  }

  void stop() {
    if (bus != null) bus.close();
  }

  UserId owner() {
    return owner;
  }

  long position() {
    return position;
  }

  /// Somebody is about to watch.
  OwnerFeed touched() {
    idleLooks = 0;
    return this;
  }

  /// Whether nobody has watched for many looks in a row. Asked by one thread.
  boolean isUnwatchedForLong() {
    idleLooks = watchers.get() > 0 ? 0 : idleLooks + 1;
    return idleLooks > IDLE_LOOKS;
  }

  /// Something may have changed. Never blocks.
  void hint() {
    reading.want();
  }

  /// Reminds followers that could not be brought up to date when they asked.
  void nudge() {
    audiences.forEach((loop, audience) -> loop.execute(audience::nudge));
  }

  /// Shows a workspace anew although no event calls for it.
  void refresh(WorkspaceId workspace) {
    synchronized (stale) {
      stale.add(workspace);
    }
    hint();
  }

  /// The workspace as it is, shared by all who begin to watch it in the same moment. Blocks.
  Optional<Snapshot> firstLook(WorkspaceId workspace) {
    return firstLooks
        .computeIfAbsent(
            workspace, _ -> new SharedLook<>(Snapshot::position, this::position, clock))
        .look(() -> reader.snapshot(owner, workspace));
  }

  /// Where the log is, and all workspaces if they are wanted, shared by all who begin to follow in
  /// the same moment. Blocks.
  Tick present(boolean withWorkspaces) {
    return presents
        .computeIfAbsent(withWorkspaces, _ -> new SharedLook<>(Tick::to, this::position, clock))
        .look(() -> Optional.of(reader.present(owner, withWorkspaces)))
        .orElseThrow();
  }

  /// Reads for one follower when it is its turn. Blocks.
  <T> T inTurn(Supplier<T> read) {
    turns.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      turns.release();
    }
  }

  /// Hears of all that happens, as a hint to look.
  ///
  /// @param news runs on the feed's thread and must not block
  Subscription listen(Runnable news) {
    var ticket = new Object();
    watchers.incrementAndGet();
    listeners.put(ticket, news);
    return () -> {
      if (listeners.remove(ticket) != null) watchers.decrementAndGet();
    };
  }

  /// Called on the watcher's loop, as all that follows.
  void join(WorkspaceWatcher watcher) {
    watchers.incrementAndGet();
    watched.merge(watcher.workspace(), 1, Integer::sum);
    audience(watcher.outlet().loop()).join(watcher);
  }

  void leave(WorkspaceWatcher watcher) {
    watchers.decrementAndGet();
    watched.computeIfPresent(watcher.workspace(), (_, n) -> n == 1 ? null : n - 1);
    if (!watched.containsKey(watcher.workspace())) firstLooks.remove(watcher.workspace());
    audience(watcher.outlet().loop()).leave(watcher);
  }

  /// Takes in a follower and brings it from where it comes to the others, now and whenever it falls
  /// behind.
  Follower follow(Outlet outlet, View view, boolean snapshots, Start start) {
    var self = new AtomicReference<Follower>();
    var follower = new Follower(outlet, view, snapshots, start, from -> catchUp(self.get(), from));
    self.set(follower);
    watchers.incrementAndGet();
    if (snapshots) followersOfSnapshots.incrementAndGet();
    audience(outlet.loop()).join(follower);
    follower.comeAlong();
    return follower;
  }

  private void catchUp(Follower follower, Start from) {
    Thread.ofVirtual().name("catch-up " + owner).start(new CatchUp(this, reader, follower, from));
  }

  void leave(Follower follower) {
    watchers.decrementAndGet();
    if (follower.wish().snapshots()) followersOfSnapshots.decrementAndGet();
    audience(follower.outlet().loop()).leave(follower);
  }

  Audience audience(Loop loop) {
    return audiences.computeIfAbsent(loop, l -> new Audience(l, position));
  }

  private void readAll() {
    var more = true;
    while (more) more = !readOne();
  }

  /// @return whether the log has nothing more
  private boolean readOne() {
    var tick = readNext();
    // Before it is shown: who joins in between must learn that its first look is behind.
    position = tick.to();
    if (!tick.isEmpty()) {
      listeners.values().forEach(Runnable::run);
      show(tick);
    }
    return tick.isLast();
  }

  /// What is to be shown anew stays so until it has been read.
  private Tick readNext() {
    var anew = takeStale();
    try {
      return reader.after(owner, position, anew, this::isWanted);
    } catch (RuntimeException e) {
      putBack(anew);
      throw e;
    }
  }

  private void show(Tick tick) {
    var shown = new CountDownLatch(audiences.size());
    for (var entry : List.copyOf(audiences.entrySet())) {
      entry
          .getKey()
          .execute(
              () ->
                  entry
                      .getValue()
                      .show(
                          tick,
                          () -> {
                            deliveries.shown(tick.events());
                            shown.countDown();
                          }));
    }
    if (!isDone(shown)) LOG.warn("A loop did not show a tick in time.");
  }

  private static boolean isDone(CountDownLatch shown) {
    try {
      return shown.await(LOOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isWanted(WorkspaceId workspace) {
    return followersOfSnapshots.get() > 0 || watched.containsKey(workspace);
  }

  private Collection<WorkspaceId> takeStale() {
    synchronized (stale) {
      var taken = Set.copyOf(stale);
      stale.clear();
      return taken;
    }
  }

  private void putBack(Collection<WorkspaceId> workspaces) {
    synchronized (stale) {
      stale.addAll(workspaces);
    }
  }

  /// Whether there is something to show that the log does not tell of.
  boolean isStale() {
    synchronized (stale) {
      return !stale.isEmpty();
    }
  }
}
