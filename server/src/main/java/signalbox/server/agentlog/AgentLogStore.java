package signalbox.server.agentlog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.LogSourceId;
import signalbox.wire.WorkspaceAgentLog;

/// SQL of agents' logs.
final class AgentLogStore {
  private static final RowMapper<WorkspaceAgentLog> LINE = Rows.of(WorkspaceAgentLog.class);

  /// Takes room for lines in an agent's log, and keeps its row until commit.
  ///
  /// @return how many lines it had before; empty when there is no room or it may not speak
  OptionalInt reserve(Tx tx, AgentId agent, long bytes, int lines) {
    return tx.sql()
        .createQuery(
            """
            UPDATE agents
               SET logs_length = logs_length + CAST(:bytes AS integer), logs_lines = logs_lines + :lines
             WHERE id = :agent AND retired_at IS NULL AND NOT logs_overflowed
               AND logs_length + :bytes <= :bytesMax AND logs_lines + :lines <= :linesMax
            RETURNING logs_lines - :lines
            """)
        .bind("agent", agent)
        .bind("bytes", bytes)
        .bind("lines", lines)
        .bind("bytesMax", AgentLogs.BYTES_MAX)
        .bind("linesMax", AgentLogs.LINES_MAX)
        .mapTo(Integer.class)
        .findOne()
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /// @return whether that is news of an agent that may speak
  boolean markOverflow(Tx tx, AgentId agent) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE agents
                   SET logs_overflowed = true
                 WHERE id = :agent AND retired_at IS NULL AND NOT logs_overflowed
                """)
            .bind("agent", agent)
            .execute()
        == 1;
  }

  boolean maySpeak(Tx tx, AgentId agent) {
    return tx.sql()
        .createQuery("SELECT EXISTS (SELECT FROM agents WHERE id = :agent AND retired_at IS NULL)")
        .bind("agent", agent)
        .mapTo(Boolean.class)
        .one();
  }

  /// @return the lowest of the new ids
  long append(Tx tx, AgentId agent, LogSourceId source, List<NewLine> lines, Instant at) {
    return tx.sql()
        .createQuery(
            """
            WITH added AS (
                INSERT INTO agent_logs (agent_id, source_id, level, output, created_at)
                     SELECT :agent, :source, l.level, l.output, :at
                       FROM unnest(:levels, :outputs) WITH ORDINALITY AS l (level, output, n)
                   ORDER BY l.n
                  RETURNING id)
            SELECT min(id) FROM added
            """)
        .bind("agent", agent)
        .bind("source", source)
        .bindArray("levels", String.class, lines.stream().map(l -> l.level().wire()).toArray())
        .bindArray("outputs", String.class, lines.stream().map(NewLine::output).toArray())
        .bind("at", at)
        .mapTo(Long.class)
        .one();
  }

  /// An agent's lines between two ids, in order.
  List<WorkspaceAgentLog> between(Tx tx, AgentId agent, long after, long before, int limit) {
    return tx.sql()
        .createQuery(
            """
              SELECT id, created_at, output, level, source_id
                FROM agent_logs
               WHERE agent_id = :agent AND id > :after AND id < :before
            ORDER BY id
               LIMIT :limit
            """)
        .bind("agent", agent)
        .bind("after", after)
        .bind("before", before)
        .bind("limit", limit)
        .map(LINE)
        .list();
  }

  /// The ids of these agents' newest lines; an agent without lines is left out.
  Map<AgentId, Long> newest(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
            SELECT a.id, l.id AS newest
              FROM unnest(:agents) AS a (id)
              JOIN LATERAL (SELECT max(id) AS id FROM agent_logs WHERE agent_id = a.id) l ON l.id IS NOT NULL
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .setMapKeyColumn("id")
        .setMapValueColumn("newest")
        .collectInto(new GenericType<Map<AgentId, Long>>() {});
  }

  /// Deletes the lines of some agents that were last heard of before an instant.
  ///
  /// @return of how many agents
  int forget(Tx tx, Instant before, int agentsMax) {
    return tx.sql()
        .createQuery(
            """
            WITH old AS (
                SELECT a.id
                  FROM agents a
                  JOIN builds b ON b.id = a.build_id
                 WHERE coalesce(a.last_connected_at, a.created_at) < :before
                   AND EXISTS (SELECT FROM agent_logs WHERE agent_id = a.id)
                   AND EXISTS (SELECT FROM builds newer
                                WHERE newer.workspace_id = b.workspace_id AND newer.build_number > b.build_number)
                 LIMIT :max),
            forgotten AS (DELETE FROM agent_logs WHERE agent_id IN (SELECT id FROM old))
            SELECT count(*) FROM old
            """)
        .bind("before", before)
        .bind("max", agentsMax)
        .mapTo(Integer.class)
        .one();
  }
}
