package signalbox.server.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of usage.
final class UsageStore {
  /// How exactly it is known when a workspace was last used.
  static final Duration STEP = Duration.ofMinutes(1);

  private static final RowMapper<Used> USED = Rows.of(Used.class);

  record Used(WorkspaceId id, UserId ownerId) {}

  /// These workspaces are used now. One that somebody else changes at this moment is left to the
  /// next time.
  ///
  /// @return those for which that is news
  List<Used> use(Tx tx, Collection<WorkspaceId> workspaces, Instant now) {
    return tx.sql()
        .createQuery(
            """
            UPDATE workspaces
               SET last_used_at = :now
             WHERE id IN (SELECT id
                            FROM workspaces
                           WHERE id = ANY(:workspaces) AND NOT deleted AND last_used_at <= :before
                        ORDER BY id
                             FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id, owner_id
            """)
        .bindArray("workspaces", UUID.class, workspaces.stream().map(WorkspaceId::value).toArray())
        .bind("now", now)
        .bind("before", now.minus(STEP))
        .map(USED)
        .list();
  }
}
