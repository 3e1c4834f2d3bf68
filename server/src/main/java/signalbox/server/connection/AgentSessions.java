package signalbox.server.connection;

import java.time.Duration;
import java.time.InstantSource;
import signalbox.server.access.Caller;
import signalbox.server.db.Database;

/// The record of the connections that people had to agents. All of it blocks; thread-safe.
public final class AgentSessions {
  private static final Duration KEPT = Duration.ofDays(90);

  private final AgentSessionStore store = new AgentSessionStore();
  private final Database database;
  private final InstantSource clock;

  public AgentSessions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Takes note of a beginning or an end; the same one told twice is one.
  public void told(Caller.Agent agent, AgentSession session) {
    database.run(tx -> store.put(tx, agent, session, clock.instant()));
  }

  /// Forgets what is older than three months.
  public void forgetOld() {
    database.run(tx -> store.forget(tx, clock.instant().minus(KEPT)));
  }
}
