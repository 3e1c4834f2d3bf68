package signalbox.server.appstatus;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.server.liveness.Lease;

/// SQL of the moments when statuses are lost. Whoever writes here holds the counters of the owners,
/// as whoever writes statuses does.
final class LeaseStore {
  private static final RowMapper<Due> DUE = Rows.of(Due.class);

  /// A status to look at, with what tells whether it can still be believed.
  record Due(
      AppId appId,
      AgentId agentId,
      WorkspaceId workspaceId,
      UserId ownerId,
      Instant lastReportedAt,
      @Nullable Integer leaseSeconds,
      @Nullable Instant lastConnectedAt,
      @Nullable Instant disconnectedAt,
      @Nullable Instant retiredAt) {

    Lease lease() {
      return new Lease(
          lastReportedAt,
          leaseSeconds,
          new Connection(lastConnectedAt, disconnectedAt),
          retiredAt != null);
    }
  }

  /// Whose statuses are to be looked at, without locking anything.
  List<UserId> ownersDue(Tx tx, Instant now, int limit) {
    return tx.sql()
        .createQuery(
            """
            SELECT DISTINCT w.owner_id
              FROM (SELECT workspace_id
                      FROM app_newest_statuses
                     WHERE check_at <= :now
                  ORDER BY check_at
                     LIMIT :limit) due
              JOIN workspaces w ON w.id = due.workspace_id
            """)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(UserId.class)
        .list();
  }

  List<Due> due(Tx tx, Collection<UserId> owners, Instant now, int limit) {
    return tx.sql()
        .createQuery(
            """
              SELECT n.app_id, n.agent_id, n.workspace_id, w.owner_id, s.last_reported_at, s.lease_seconds,
                     a.last_connected_at, a.disconnected_at, a.retired_at
                FROM app_newest_statuses n
                JOIN app_statuses s ON s.workspace_id = n.workspace_id AND s.seq = n.seq
                JOIN workspaces w ON w.id = n.workspace_id
                JOIN agents a ON a.id = n.agent_id
               WHERE n.check_at <= :now AND w.owner_id = ANY(:owners)
            ORDER BY n.check_at
               LIMIT :limit
            """)
        .bind("now", now)
        .bindArray("owners", UUID.class, owners.stream().map(UserId::value).toArray())
        .bind("limit", limit)
        .map(DUE)
        .list();
  }

  /// Plans the next look.
  ///
  /// @param checkAt null when there is nothing to look for
  void plan(Tx tx, AppId app, @Nullable Instant checkAt, boolean toldLost) {
    tx.sql()
        .createUpdate(
            "UPDATE app_newest_statuses SET check_at = :at, told_lost = :lost WHERE app_id = :app")
        .bind("app", app)
        .bind("at", checkAt)
        .bind("lost", toldLost)
        .execute();
  }

  /// Has the statuses of an agent's apps looked at.
  void checkAgent(Tx tx, AgentId agent, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE app_newest_statuses
               SET check_at = :at
             WHERE agent_id = :agent AND NOT told_lost
            """)
        .bind("agent", agent)
        .bind("at", at)
        .execute();
  }

  /// The apps of an agent are there again.
  ///
  /// @return whether watchers had been told that one was lost
  boolean found(Tx tx, AgentId agent) {
    return tx.sql()
            .createUpdate(
                "UPDATE app_newest_statuses SET told_lost = false WHERE agent_id = :agent AND told_lost")
            .bind("agent", agent)
            .execute()
        > 0;
  }

  /// What the apps of these agents said is over.
  ///
  /// @return those of them whose apps said anything last
  List<AgentId> end(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
            WITH over AS (
              UPDATE app_newest_statuses
                 SET check_at = NULL, told_lost = false
               WHERE agent_id = ANY(:agents)
              RETURNING agent_id
            )
            SELECT DISTINCT agent_id FROM over
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .mapTo(AgentId.class)
        .list();
  }
}
