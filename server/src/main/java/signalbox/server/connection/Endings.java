package signalbox.server.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.appstatus.Leases;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.liveness.Connection;

/// Connections that have ended and whose end is not noted yet: all that have gathered are noted
/// together, and again until the database has them. Thread-safe.
final class Endings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  /// A connection, and when it ended.
  record Ending(OpenConnection connection, Instant at) {}

  private final ConnectionStore store = new ConnectionStore();
  private final EventLogStore log = new EventLogStore();
  private final Database database;
  private final Leases leases;
  private final Chore noting = new Chore("noting ends of connections", this::note);
  private final ReentrantLock writing = new ReentrantLock();
  private List<Ending> waiting = new ArrayList<>();

  Endings(Database database, Leases leases) {
    this.database = database;
    this.leases = leases;
  }

  /// Never blocks.
  void add(OpenConnection connection, Instant at) {
    synchronized (this) {
      waiting.add(new Ending(connection, at));
    }
    noting.want();
  }

  /// Tries again if something is left. Never blocks.
  synchronized void retry() {
    if (!waiting.isEmpty()) noting.want();
  }

  private void note() {
    writing.lock();
    try {
      var taken = take();
      if (taken.isEmpty()) return;
      try {
        database.run(tx -> note(tx, taken));
      } catch (RuntimeException e) {
        putBack(taken);
        throw e;
      }
    } finally {
      writing.unlock();
    }
  }

  private void note(Tx tx, List<Ending> endings) {
    var noted = store.end(tx, endings);
    log.lock(tx, noted.stream().map(ConnectionStore.Ended::ownerId).distinct().toList());
    for (var agent : noted) {
      var connection = new Connection(agent.lastConnectedAt(), agent.disconnectedAt());
      leases.disconnected(tx, agent.ownerId(), agent.id(), connection);
      tx.announce(
          new Event(agent.ownerId(), Kind.AGENT_CONNECTION, agent.workspaceId(), agent.id()));
    }
  }

  private synchronized List<Ending> take() {
    var taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private synchronized void putBack(List<Ending> endings) {
    waiting.addAll(endings);
  }

  /// Notes what is left, or gives up. Blocks.
  @Override
  public void close() {
    try {
      note();
    } catch (DatabaseUnavailable e) {
      LOG.warn("The database cannot be told who is not connected any more; it will find out.");
    }
  }
}
