package signalbox.server.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.db.Tx;

/// SQL of the connections that people had to agents.
final class AgentSessionStore {
  /// Who knows the id of another agent's session cannot change it.
  void put(Tx tx, Caller.Agent agent, AgentSession session, Instant now) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO agent_sessions AS s (id, agent_id, workspace_id, type, ip, connected_at, disconnected_at,
                                             status_code, reason, updated_at)
            VALUES (:id, :agent, :workspace, :type, CAST(:ip AS inet), :begin, :end, :status, :reason, :now)
            ON CONFLICT (id) DO UPDATE
              SET connected_at = coalesce(s.connected_at, excluded.connected_at),
                  disconnected_at = coalesce(s.disconnected_at, excluded.disconnected_at),
                  status_code = coalesce(s.status_code, excluded.status_code),
                  reason = coalesce(s.reason, excluded.reason),
                  ip = coalesce(s.ip, excluded.ip),
                  updated_at = excluded.updated_at
            WHERE s.agent_id = excluded.agent_id
            """)
        .bind("id", session.id())
        .bind("agent", agent.agent())
        .bind("workspace", agent.workspace())
        .bind("type", session.type().sql())
        .bind("ip", text(session))
        .bind("begin", session.isEnd() ? null : session.at())
        .bind("end", session.isEnd() ? session.at() : null)
        .bind("status", session.isEnd() ? (Integer) session.statusCode() : null)
        .bind("reason", session.isEnd() ? session.reason() : null)
        .bind("now", now)
        .execute();
  }

  void forget(Tx tx, Instant before) {
    tx.sql()
        .createUpdate("DELETE FROM agent_sessions WHERE updated_at < :before")
        .bind("before", before)
        .execute();
  }

  private static @Nullable String text(AgentSession session) {
    return session.ip() == null ? null : session.ip().getHostAddress();
  }
}
