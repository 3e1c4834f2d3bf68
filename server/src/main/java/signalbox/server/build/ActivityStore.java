package signalbox.server.build;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of activity.
final class ActivityStore {
  record Moved(WorkspaceId workspace, UserId owner) {}

  /// Moves the deadlines of these workspaces away, as far as their templates say, never back and
  /// never beyond the last possible one. A deadline is only touched when a twentieth of the way has
  /// been used up, so a chatty app costs few writes; a build that somebody else changes at this
  /// moment is left to the next report.
  ///
  /// @return whose deadline moved
  List<Moved> bump(Tx tx, Collection<WorkspaceId> workspaces, Instant now) {
    return tx.sql()
        .createQuery(
            """
            WITH running AS (
              SELECT b.id, w.id AS workspace_id, w.owner_id, b.deadline,
                     least(CAST(:now AS timestamptz) + t.activity_bump_ms * interval '1 ms',
                           b.max_deadline) AS farther,
                     t.activity_bump_ms * interval '1 ms' / 20 AS step
                FROM workspaces w
                JOIN templates t ON t.id = w.template_id
                JOIN LATERAL (SELECT * FROM builds WHERE workspace_id = w.id ORDER BY build_number DESC LIMIT 1) n
                  ON true
                JOIN jobs j ON j.id = n.job_id
                JOIN builds b ON b.id = n.id
               WHERE w.id = ANY(:workspaces) AND NOT w.deleted AND t.activity_bump_ms > 0
                 AND b.transition = 'start' AND j.status = 'succeeded' AND b.deadline IS NOT NULL
                 FOR NO KEY UPDATE OF b SKIP LOCKED
            ), moved AS (
              UPDATE builds b
                 SET deadline = running.farther, updated_at = :now
                FROM running
               WHERE b.id = running.id
                 AND running.farther > running.deadline
                 AND (running.farther >= running.deadline + running.step OR running.farther = b.max_deadline)
              RETURNING running.workspace_id, running.owner_id
            )
            SELECT workspace_id, owner_id FROM moved
            """)
        .bindArray("workspaces", UUID.class, workspaces.stream().map(WorkspaceId::value).toArray())
        .bind("now", now)
        .map(
            (rs, _) ->
                new Moved(
                    new WorkspaceId(rs.getObject(1, UUID.class)),
                    new UserId(rs.getObject(2, UUID.class))))
        .list();
  }
}
