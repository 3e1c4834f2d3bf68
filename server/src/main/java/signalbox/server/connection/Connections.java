package signalbox.server.connection;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.rpc.yamux.Session;
import signalbox.server.access.Caller;
import signalbox.server.appstatus.Leases;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.AgentId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// The sockets of agents that are open on this replica. Thread-safe.
public final class Connections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /// Between two looks for sockets that have lost their right.
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// How long sockets have for their end when the server stops.
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final ConnectionStore store = new ConnectionStore();
  private final EventLogStore log = new EventLogStore();
  private final Database database;
  private final Leases leases;
  private final InstantSource clock;
  private final Map<UUID, OpenConnection> open = new ConcurrentHashMap<>();
  private final AtomicLong arrivals = new AtomicLong();
  private final Map<AgentId, Seat> seats = new ConcurrentHashMap<>();
  private final Endings endings;
  private final Chore beating = new Chore("noting signs of life", this::noteLife);
  private final List<Subscription> timers;

  public Connections(Database database, Leases leases, Ticker ticker) {
    this.database = database;
    this.leases = leases;
    this.clock = ticker;
    this.endings = new Endings(database, leases);
    this.timers =
        List.of(
            ticker.every(TICK, this::tick),
            Chore.every(LOOK, ticker, "the look for outdated agents", this::endOutdated));
  }

  /// The place of a socket among all of this replica: to be asked for before its client hears that
  /// it is open, so that of two sockets the later one has the greater number.
  public long arrival() {
    return arrivals.incrementAndGet();
  }

  /// Serves a socket until it ends. Blocks as long.
  ///
  /// @param arrival its [#arrival]
  /// @param counts whether it makes its agent connected; others only read and write like one
  /// @param session makes what is spoken on it; not running yet
  public void serve(
      Caller.Agent agent, long arrival, boolean counts, Function<OpenConnection, Session> session) {
    var connection = new OpenConnection(agent, arrival, counts, session, clock);
    if (counts) take(agent.agent(), connection);
    if (!opened(connection)) {
      leave(connection);
      connection.end();
      return;
    }
    try {
      var end = connection.run();
      LOG.debug("Agent {}: {}.", agent.agent(), end);
    } finally {
      ended(connection);
    }
  }

  private void take(AgentId agent, OpenConnection connection) {
    seats.compute(
        agent,
        (_, seat) -> {
          var taken = seat == null ? new Seat() : seat;
          var before = taken.newest;
          if (before == null || before.arrival() < connection.arrival()) taken.newest = connection;
          return taken;
        });
  }

  private void leave(OpenConnection connection) {
    seats.computeIfPresent(
        connection.agent().agent(), (_, seat) -> seat.newest == connection ? null : seat);
  }

  /// @return false when the agent may not speak, or nobody knows whether it may, or it has opened
  ///   another socket meanwhile
  private boolean opened(OpenConnection connection) {
    if (!connection.counts()) {
      open.put(connection.id(), connection);
      return true;
    }
    var seat = seats.get(connection.agent().agent());
    if (seat == null) return false;
    seat.noting.lock();
    try {
      return seat.newest == connection && opens(connection);
    } finally {
      seat.noting.unlock();
    }
  }

  private boolean opens(OpenConnection connection) {
    try {
      var noted = database.write(tx -> note(tx, connection));
      if (noted.isEmpty()) return false;
      open.put(connection.id(), connection);
      noted.get().before().map(open::get).ifPresent(OpenConnection::end);
      return true;
    } catch (DatabaseUnavailable e) {
      LOG.debug("Agent {} is turned away: {}.", connection.agent().agent(), e.getMessage());
      return false;
    }
  }

  private Optional<ConnectionStore.Noted> note(Tx tx, OpenConnection connection) {
    var noted = store.note(tx, connection, clock.instant());
    if (noted.isPresent()) announceConnected(tx, connection.agent());
    return noted;
  }

  private void announceConnected(Tx tx, Caller.Agent agent) {
    leases.connected(tx, agent.owner(), agent.workspace(), agent.agent());
    tx.announce(new Event(agent.owner(), Kind.AGENT_CONNECTION, agent.workspace(), agent.agent()));
  }

  private void ended(OpenConnection connection) {
    open.remove(connection.id());
    leave(connection);
    if (connection.counts()) endings.add(connection, clock.instant());
    connection.over();
  }

  /// How many agents are connected here.
  public int count() {
    return (int) open.values().stream().filter(OpenConnection::counts).count();
  }

  private void tick() {
    var now = clock.instant();
    var isWorthWriting = false;
    for (var connection : open.values()) {
      connection.look(now);
      isWorthWriting |= connection.isWorthWriting();
    }
    if (isWorthWriting) beating.want();
    endings.retry();
  }

  /// Writes the signs of life of all who have shown one. Who is locked by somebody else at this
  /// moment has its turn in the next second.
  private void noteLife() {
    var alive = open.values().stream().filter(OpenConnection::isWorthWriting).toList();
    if (alive.isEmpty()) return;
    var beats = alive.stream().map(c -> new ConnectionStore.Beat(c, c.seen())).toList();
    var noted = database.write(tx -> noteLife(tx, beats));
    for (var beat : beats) {
      if (noted.contains(beat.connection().id())) beat.connection().written(beat.seen());
    }
  }

  private Set<UUID> noteLife(Tx tx, List<ConnectionStore.Beat> beats) {
    var noted = store.noteLife(tx, beats);
    // Somebody took these for gone: the database could not be reached for too long.
    var back =
        beats.stream()
            .map(ConnectionStore.Beat::connection)
            .filter(connection -> noted.getOrDefault(connection.id(), false))
            .map(OpenConnection::agent)
            .toList();
    if (!back.isEmpty()) log.lock(tx, back.stream().map(Caller.Agent::owner).distinct().toList());
    for (var agent : back) announceConnected(tx, agent);
    return noted.keySet();
  }

  /// Ends the sockets whose agent's build is over, and those that a newer one has replaced.
  private void endOutdated() {
    if (open.isEmpty()) return;
    var asked = List.copyOf(open.values());
    for (var id : database.read(tx -> store.outdated(tx, asked))) {
      var connection = open.get(id);
      if (connection != null) connection.end();
    }
  }

  /// Ends all sockets and notes their ends. Blocks.
  @Override
  public void close() {
    timers.forEach(Subscription::close);
    var ending = open.values().stream().map(OpenConnection::whenOver).toList();
    open.values().forEach(OpenConnection::end);
    try {
      CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new))
          .get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("Some sockets of agents did not end in time.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endings.close();
  }

  /// Sockets of one agent are noted in the order in which they came: one that is over before it is
  /// noted must not end the next.
  private static final class Seat {
    private final ReentrantLock noting = new ReentrantLock();
    private volatile @Nullable OpenConnection newest;
  }
}
