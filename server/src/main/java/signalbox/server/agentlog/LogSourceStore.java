package signalbox.server.agentlog;

import java.util.Collection;
import java.util.List;
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
