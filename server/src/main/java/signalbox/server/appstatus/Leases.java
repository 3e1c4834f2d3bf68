package signalbox.server.appstatus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.server.liveness.Lease;
import signalbox.server.liveness.Liveness;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Tells watchers when a status can no longer be believed, and when it can again. Whether it can
/// follows from [Lease] whenever it is shown; here is only the news. What is due is a row, so
/// neither a restart nor a second replica loses or doubles it. Thread-safe.
public final class Leases implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /// So many in one transaction, so that no reporter waits long for its owner's counter.
  private static final int AT_ONCE = 200;

  private final LeaseStore store = new LeaseStore();
  private final EventLogStore log = new EventLogStore();
  private final Database database;
  private final InstantSource clock;
  private final Subscription timer;

  public Leases(Database database, Ticker ticker) {
    this.database = database;
    this.clock = ticker;
    timer = Chore.every(PERIOD, ticker, "the look for lost statuses", this::look);
  }

  /// An agent is connected: from now on the connection holds what its apps said.
  public void connected(Tx tx, UserId owner, WorkspaceId workspace, AgentId agent) {
    log.lock(tx, List.of(owner));
    if (store.found(tx, agent)) announce(tx, owner, workspace, agent);
  }

  /// An agent's connection has ended: what its apps said is held for the time of grace.
  public void disconnected(Tx tx, UserId owner, AgentId agent, Connection connection) {
    var end = connection.end();
    if (end == null) return;
    log.lock(tx, List.of(owner));
    store.checkAgent(tx, agent, end.plus(Lease.GRACE));
  }

  /// Agents of a workspace have been retired: what their apps said is over.
  public void ended(Tx tx, UserId owner, WorkspaceId workspace, Collection<AgentId> agents) {
    log.lock(tx, List.of(owner));
    for (var agent : store.end(tx, agents)) announce(tx, owner, workspace, agent);
  }

  /// Blocks.
  void look() {
    var now = clock.instant();
    var more = true;
    while (more) more = database.write(tx -> look(tx, now)) == AT_ONCE;
  }

  private int look(Tx tx, Instant now) {
    var owners = store.ownersDue(tx, now, AT_ONCE);
    if (owners.isEmpty()) return 0;
    log.lock(tx, owners);
    var due = store.due(tx, owners, now, AT_ONCE);
    for (var status : due) judge(tx, status, now);
    return due.size();
  }

  private void judge(Tx tx, LeaseStore.Due status, Instant now) {
    var lease = status.lease();
    var isLost = lease.liveness(now) == Liveness.LOST;
    store.plan(tx, status.appId(), isLost ? null : lease.expiresAt(now), isLost);
    if (isLost) announce(tx, status.ownerId(), status.workspaceId(), status.agentId());
  }

  private static void announce(Tx tx, UserId owner, WorkspaceId workspace, AgentId agent) {
    tx.announce(new Event(owner, Kind.APP_STATUS, workspace, agent));
  }

  @Override
  public void close() {
    timer.close();
  }
}
