package signalbox.server.agentlog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;

/// SQL of the sources of agents' log lines.
final class LogSourceStore {
  private static final RowMapper<LogSource> SOURCE = Rows.of(LogSource.class);

  void add(Tx tx, List<LogSource> sources) {
    try (var batch =
        tx.sql()
            .prepareBatch(
                """
                INSERT INTO agent_log_sources (agent_id, id, display_name, icon, created_at)
                VALUES (:agentId, :id, :displayName, :icon, :createdAt)
                """)) {
      sources.forEach(source -> batch.bindMethods(source).add());
      batch.execute();
    }
  }

  void addIfNew(Tx tx, LogSource source) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO agent_log_sources (agent_id, id, display_name, icon, created_at)
            VALUES (:agentId, :id, :displayName, :icon, :createdAt)
            ON CONFLICT DO NOTHING
            """)
        .bindMethods(source)
        .execute();
  }

  /// Adds a source, or gives one that is there another name; keeps the time at which it came.
  ///
  /// @param max no new one when the agent has so many
  Optional<LogSource> put(Tx tx, LogSource source, int max) {
    return tx.sql()
        .createQuery(
            """
            INSERT INTO agent_log_sources (agent_id, id, display_name, icon, created_at)
            SELECT :agentId, :id, :displayName, :icon, :createdAt
             WHERE (SELECT count(*) FROM agent_log_sources WHERE agent_id = :agentId) < :max
                OR EXISTS (SELECT FROM agent_log_sources WHERE agent_id = :agentId AND id = :id)
            ON CONFLICT (agent_id, id) DO UPDATE
              SET display_name = excluded.display_name, icon = excluded.icon
            RETURNING *
            """)
        .bindMethods(source)
        .bind("max", max)
        .map(SOURCE)
        .findOne();
  }

  List<LogSource> of(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
              SELECT *
                FROM agent_log_sources
               WHERE agent_id = ANY(:agents)
            ORDER BY created_at, display_name, id
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .map(SOURCE)
        .list();
  }
}
