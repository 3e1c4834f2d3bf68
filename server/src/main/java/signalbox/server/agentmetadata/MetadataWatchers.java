package signalbox.server.agentmetadata;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import signalbox.server.bus.Bus;
import signalbox.server.bus.Delivery;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.departure.Departures;
import signalbox.server.id.AgentId;
import signalbox.server.stream.Loop;
import signalbox.server.stream.Outlet;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// All who watch the metadata of agents on this replica. Thread-safe.
///
/// A hint from the bus marks an agent; all that are marked are read in one statement, whoever and
/// however many watch them. Once a second each event loop shows its watchers what is new. A lost
/// hint costs half a minute at most: then all that are watched are read again.
public final class MetadataWatchers implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration DOUBT = Duration.ofSeconds(30);

  /// So many are shown before a loop turns to its other work.
  private static final int SLICE = 200;

  private final MetadataStore store = new MetadataStore();
  private final Map<AgentId, Board> boards = new ConcurrentHashMap<>();
  private final Map<Loop, Set<MetadataWatcher>> watchers = new ConcurrentHashMap<>();
  private final Set<AgentId> marked = ConcurrentHashMap.newKeySet();
  private final Chore reading = new Chore("reading metadata for watchers", this::read);
  private final Database database;
  private final Departures departures;
  private final Ticker ticker;
  private final List<Subscription> subscriptions;

  public MetadataWatchers(Database database, Bus bus, Departures departures, Ticker ticker) {
    this.database = database;
    this.departures = departures;
    this.ticker = ticker;
    subscriptions =
        List.of(
            bus.subscribe(MetadataHint.CHANNEL, this::heard),
            ticker.every(TICK, this::tick),
            ticker.every(DOUBT, this::markAll));
  }

  /// What is shown first. Blocks.
  List<Metadatum> firstLook(AgentId agent) {
    return database.read(tx -> store.of(tx, List.of(agent)));
  }

  /// Shows the metadata of an agent, first what has been read for it, until the agent leaves its
  /// workspace's newest build. Called on the outlet's loop.
  void watch(AgentId agent, List<Metadatum> first, Outlet outlet) {
    var loop = outlet.loop();
    var now = ticker.instant();
    var board = join(agent);
    var watcher = new MetadataWatcher(outlet, board, now);
    watchers.computeIfAbsent(loop, _ -> new LinkedHashSet<>()).add(watcher);
    outlet.write(Board.frame(outlet.framing(), first, now));
    var departure = departures.onLeaving(agent, () -> loop.execute(outlet::end));
    outlet.onClose(
        () -> {
          departure.close();
          leave(agent);
          Objects.requireNonNull(watchers.get(loop)).remove(watcher);
        });
    mark(agent);
  }

  private Board join(AgentId agent) {
    return Objects.requireNonNull(
        boards.compute(
            agent,
            (_, there) -> {
              var board = there == null ? new Board() : there;
              board.come();
              return board;
            }));
  }

  private void leave(AgentId agent) {
    boards.computeIfPresent(agent, (_, board) -> board.leave() ? null : board);
  }

  private void heard(Delivery delivery) {
    switch (delivery) {
      case Delivery.Gap _ -> markAll();
      case Delivery.Message(var payload) -> MetadataHint.agents(payload).forEach(this::mark);
    }
  }

  private void mark(AgentId agent) {
    if (!boards.containsKey(agent)) return;
    marked.add(agent);
    reading.want();
  }

  private void markAll() {
    boards.keySet().forEach(this::mark);
  }

  /// What is marked while this reads is read once more.
  private void read() {
    var agents = List.copyOf(marked);
    if (agents.isEmpty()) return;
    agents.forEach(marked::remove);
    try {
      var items =
          database.read(tx -> store.of(tx, agents)).stream()
              .collect(groupingBy(Metadatum::agentId));
      for (var agent : agents) {
        var board = boards.get(agent);
        if (board != null) board.put(items.getOrDefault(agent, List.of()));
      }
    } catch (RuntimeException e) {
      marked.addAll(agents);
      throw e;
    }
  }

  private void tick() {
    if (!marked.isEmpty()) reading.want();
    var now = ticker.instant();
    watchers.forEach((loop, all) -> loop.execute(() -> show(loop, List.copyOf(all), 0, now)));
  }

  private void show(Loop loop, List<MetadataWatcher> all, int from, Instant now) {
    var to = Math.min(from + SLICE, all.size());
    for (var watcher : all.subList(from, to)) watcher.tick(now);
    if (to < all.size()) loop.execute(() -> show(loop, all, to, now));
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}
