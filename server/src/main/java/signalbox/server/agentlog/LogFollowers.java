package signalbox.server.agentlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import signalbox.server.bus.Bus;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.departure.Departures;
import signalbox.server.id.AgentId;
import signalbox.server.stream.Outlet;
import signalbox.server.stream.Tail;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;
import signalbox.wire.Json;

/// Sockets that follow the logs of agents. Thread-safe.
///
/// They hear of new lines over the bus. Because a hint may be lost, where each of them is is
/// compared every few seconds with its agent's log, for all of them in one statement.
public final class LogFollowers implements AutoCloseable {
  private static final Duration COMPARISON = Duration.ofSeconds(5);
  private static final int PAGE = 1_000;

  private final AgentLogStore store = new AgentLogStore();
  private final Map<Tail, AgentId> followers = new ConcurrentHashMap<>();
  private final Database database;
  private final Bus bus;
  private final Departures departures;
  private final Subscription timer;

  public LogFollowers(Database database, Bus bus, Departures departures, Ticker ticker) {
    this.database = database;
    this.bus = bus;
    this.departures = departures;
    timer = Chore.every(COMPARISON, ticker, "comparing followers with logs", this::compare);
  }

  /// Sends the lines after a line's id as they come, as lists in frames, the first of which may be
  /// empty, until the agent leaves its workspace's newest build. Called on the outlet's loop.
  void follow(AgentId agent, long after, Outlet outlet) {
    var pages = new Pages(agent);
    var tail = new Tail("the log of agent " + agent, outlet, after, pages);
    followers.put(tail, agent);
    outlet.onClose(() -> followers.remove(tail));
    var departure =
        departures.onLeaving(
            agent,
            () -> {
              pages.over.set(true);
              tail.hint();
            });
    outlet.onClose(departure::close);
    tail.listen(bus, AgentLogs.channel(agent));
  }

  private void compare() {
    if (followers.isEmpty()) return;
    var newest = database.read(tx -> store.newest(tx, Set.copyOf(followers.values())));
    followers.forEach(
        (tail, agent) -> {
          if (newest.getOrDefault(agent, 0L) > tail.position()) tail.hint();
        });
  }

  @Override
  public void close() {
    timer.close();
  }

  /// An agent's log, a page at a time. Read by one thread at a time.
  private final class Pages implements Tail.Source {
    private final AgentId agent;
    private final AtomicBoolean over = new AtomicBoolean();
    private boolean begun;

    Pages(AgentId agent) {
      this.agent = agent;
    }

    @Override
    public Tail.Chunk after(long position) {
      // Asked first: what is read afterwards is then all that there will be.
      var isOver = over.get();
      var lines = database.read(tx -> store.between(tx, agent, position, Long.MAX_VALUE, PAGE));
      var full = lines.size() == PAGE;
      var texts = begun && lines.isEmpty() ? List.<String>of() : List.of(Json.text(lines));
      begun = true;
      return new Tail.Chunk(
          texts, lines.isEmpty() ? position : lines.getLast().id(), full, isOver && !full);
    }
  }
}
