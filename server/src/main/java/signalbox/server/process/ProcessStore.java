package signalbox.server.process;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;

/// SQL of the agents that the server runs.
final class ProcessStore {
  private static final RowMapper<Wanted> WANTED = Rows.of(Wanted.class);

  /// An agent that should run.
  ///
  /// @param command what its template names instead of our own agent; null: our own
  record Wanted(AgentId id, WorkspaceId workspaceId, String name, @Nullable String command) {}

  /// The agents of all workspaces that are started on a machine.
  List<Wanted> wanted(Tx tx, UUID host) {
    return tx.sql()
        .createQuery(
            """
            SELECT a.id, a.workspace_id, a.name, a.command
              FROM agents a
              JOIN builds b ON b.id = a.build_id AND b.transition = 'start'
              JOIN jobs j ON j.id = b.job_id AND j.status = 'succeeded'
              JOIN workspaces w ON w.id = a.workspace_id AND NOT w.deleted
             WHERE a.host_id = :host AND a.retired_at IS NULL
               AND NOT EXISTS (SELECT
                                 FROM builds later
                                WHERE later.workspace_id = b.workspace_id
                                  AND later.build_number > b.build_number)
            """)
        .bind("host", host)
        .map(WANTED)
        .list();
  }

  /// How an agent is called.
  String name(Tx tx, AgentId agent) {
    return tx.sql()
        .createQuery("SELECT name FROM agents WHERE id = :agent")
        .bind("agent", agent)
        .mapTo(String.class)
        .one();
  }

  /// Those of some workspaces that are being built: a worker sees to their agents.
  Set<WorkspaceId> beingBuilt(Tx tx, Collection<WorkspaceId> workspaces) {
    return new HashSet<>(
        tx.sql()
            .createQuery(
                """
                SELECT DISTINCT b.workspace_id
                  FROM builds b
                  JOIN jobs j ON j.id = b.job_id
                 WHERE b.workspace_id = ANY(:workspaces) AND j.completed_at IS NULL
                """)
            .bindArray(
                "workspaces", UUID.class, workspaces.stream().map(WorkspaceId::value).toArray())
            .mapTo(WorkspaceId.class)
            .list());
  }
}
