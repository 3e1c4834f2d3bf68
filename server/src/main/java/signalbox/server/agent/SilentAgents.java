package signalbox.server.agent;

import java.time.Duration;
import java.time.InstantSource;
import signalbox.server.appstatus.Leases;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.liveness.Connection;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Tells watchers of agents whose connection ended without anybody to note it: the server that held
/// it was killed, and the agent has not come back.
public final class SilentAgents implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final AgentStore store = new AgentStore();
  private final EventLogStore log = new EventLogStore();
  private final Database database;
  private final Leases leases;
  private final InstantSource clock;
  private final Subscription timer;

  public SilentAgents(Database database, Leases leases, Ticker ticker) {
    this.database = database;
    this.leases = leases;
    this.clock = ticker;
    timer = Chore.every(PERIOD, ticker, "the look for silent agents", this::look);
  }

  /// Blocks.
  void look() {
    database.run(
        tx -> {
          var silent = store.takeSilent(tx, clock.instant());
          // All at once, so that they are locked in the order in which everybody locks them.
          log.lock(tx, silent.stream().map(AgentStore.Silent::ownerId).distinct().toList());
          for (var agent : silent) tell(tx, agent);
        });
  }

  private void tell(Tx tx, AgentStore.Silent agent) {
    var connection = new Connection(agent.lastConnectedAt(), agent.disconnectedAt());
    leases.disconnected(tx, agent.ownerId(), agent.id(), connection);
    tx.announce(new Event(agent.ownerId(), Kind.AGENT_CONNECTION, agent.workspaceId(), agent.id()));
  }

  @Override
  public void close() {
    timer.close();
  }
}
