package signalbox.server.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import signalbox.server.bus.Bus;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.event.EventListener;
import signalbox.server.event.WorkspaceEvents;
import signalbox.server.id.UserId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// All watched owners of this replica. Thread-safe.
///
/// Hints reach a feed on three ways: from commits of this replica, from the bus, and, because
/// either may be lost, from comparing every few seconds where each feed is with where its log is.
public final class Hub implements AutoCloseable {
  private static final Duration COMPARISON = Duration.ofSeconds(3);

  private final Map<UserId, OwnerFeed> feeds = new ConcurrentHashMap<>();
  private final Bus bus;
  private final FeedReader reader;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Subscription timer;

  public Hub(
      Database database,
      WorkspaceSource workspaces,
      String epoch,
      Bus bus,
      Announcer announcer,
      Ticker ticker,
      Deliveries deliveries) {
    this.bus = bus;
    this.reader = new FeedReader(database, workspaces, epoch);
    this.clock = ticker;
    this.deliveries = deliveries;
    announcer.tell(this::hint);
    timer = Chore.every(COMPARISON, ticker, "comparing feeds with the log", this::compare);
  }

  FeedReader reader() {
    return reader;
  }

  /// The owner's feed, started if nobody watched it before. Blocks.
  OwnerFeed feed(UserId owner) {
    return Objects.requireNonNull(
        feeds.compute(owner, (_, feed) -> (feed == null ? start(owner) : feed).touched()));
  }

  /// Hears of all that happens to an owner's workspaces, wherever it was done, as a hint to look:
  /// several changes may be one hint, and none is missed. Blocks until that is in force.
  ///
  /// @param news must not block
  public Subscription listen(UserId owner, Runnable news) {
    return feed(owner).listen(news);
  }

  /// Something of this owner may have changed.
  private void hint(UserId owner) {
    var feed = feeds.get(owner);
    if (feed != null) feed.hint();
  }

  private OwnerFeed start(UserId owner) {
    var feed = new OwnerFeed(owner, reader, clock, deliveries);
    EventListener listener = _ -> feed.hint();
    var subscription = WorkspaceEvents.subscribe(bus, Announcer.channel(owner), listener);
    try {
      feed.start(subscription);
      return feed;
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  /// Finds what hints did not tell, and forgets owners whom nobody watches.
  private void compare() {
    List.copyOf(feeds.keySet()).forEach(this::stopIfUnwatched);
    if (feeds.isEmpty()) return;
    var newest = reader.positions(List.copyOf(feeds.keySet()));
    for (var feed : feeds.values()) {
      if (newest.getOrDefault(feed.owner(), 0L) > feed.position() || feed.isStale()) feed.hint();
      feed.nudge();
    }
  }

  /// In one step with [#feed], so that nobody is handed a feed that has just been stopped.
  private void stopIfUnwatched(UserId owner) {
    feeds.computeIfPresent(
        owner,
        (_, feed) -> {
          if (!feed.isUnwatchedForLong()) return feed;
          feed.stop();
          return null;
        });
  }

  /// How many owners are watched here.
  public int feeds() {
    return feeds.size();
  }

  @Override
  public void close() {
    timer.close();
    feeds.values().forEach(OwnerFeed::stop);
  }
}
