package signalbox.server.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import signalbox.server.access.Caller;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.AppId;

/// Takes in what agents say of themselves and of their apps' health. All of it blocks; thread-safe.
public final class AgentReports {
  private final AgentReportStore store = new AgentReportStore();
  private final Database database;
  private final InstantSource clock;

  public AgentReports(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Where an agent is in its life now.
  ///
  /// @param changedAt since when, as the agent says
  /// @return false when its build is over
  public boolean lifecycle(Caller.Agent agent, Lifecycle state, Instant changedAt) {
    return database.write(
        tx -> {
          var stored = store.lifecycle(tx, agent.agent(), state, changedAt, clock.instant());
          if (stored) announce(tx, Kind.AGENT_LIFECYCLE, agent);
          return stored;
        });
  }

  /// @return false when its build is over
  public boolean startup(Caller.Agent agent, Startup startup) {
    return database.write(tx -> store.startup(tx, agent.agent(), startup, clock.instant()));
  }

  /// How the apps of an agent are. Only changes are news.
  public HealthResult health(Caller.Agent agent, Map<AppId, AppHealth> healths) {
    if (healths.isEmpty()) return new HealthResult.Stored();
    return database.write(tx -> health(tx, agent, healths));
  }

  private HealthResult health(Tx tx, Caller.Agent agent, Map<AppId, AppHealth> healths) {
    if (!store.maySpeak(tx, agent.agent())) return new HealthResult.StaleAgent();
    var checked = store.checkedApps(tx, agent.agent());
    for (var app : healths.keySet()) {
      if (!checked.contains(app)) return new HealthResult.UnknownApp(app);
    }
    if (store.health(tx, agent.agent(), healths) > 0) announce(tx, Kind.APP_HEALTH, agent);
    return new HealthResult.Stored();
  }

  private static void announce(Tx tx, Kind kind, Caller.Agent agent) {
    tx.announce(new Event(agent.owner(), kind, agent.workspace(), agent.agent()));
  }
}
