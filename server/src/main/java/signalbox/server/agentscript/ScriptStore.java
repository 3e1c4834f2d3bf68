package signalbox.server.agentscript;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.ScriptId;

/// SQL of agents' scripts and their runs.
final class ScriptStore {
  private static final RowMapper<AgentScript> SCRIPT = Rows.of(AgentScript.class);

  /// Adds the scripts of one agent, in this order.
  void add(Tx tx, List<AgentScript> scripts) {
    try (var batch =
        tx.sql()
            .prepareBatch(
                """
                INSERT INTO agent_scripts (id, agent_id, number, log_source_id, log_path, display_name, script, cron,
                                           run_on_start, run_on_stop, start_blocks_login, timeout_seconds)
                VALUES (:id, :agentId, :number, :logSourceId, :logPath, :displayName, :script, :cron,
                        :runOnStart, :runOnStop, :startBlocksLogin, :timeoutSeconds)
                """)) {
      var number = 0;
      for (var script : scripts) batch.bindMethods(script).bind("number", number++).add();
      batch.execute();
    }
  }

  /// All scripts of these agents, each agent's in their order.
  List<AgentScript> of(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
               SELECT s.*, r.exit_code, r.status
                 FROM agent_scripts s
            LEFT JOIN LATERAL (SELECT exit_code, status
                                 FROM agent_script_runs
                                WHERE script_id = s.id
                             ORDER BY ended_at DESC
                                LIMIT 1) r ON true
                WHERE s.agent_id = ANY(:agents)
             ORDER BY s.agent_id, s.number
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .map(SCRIPT)
        .list();
  }

  boolean has(Tx tx, AgentId agent, ScriptId script) {
    return tx.sql()
        .createQuery(
            "SELECT EXISTS (SELECT FROM agent_scripts WHERE id = :script AND agent_id = :agent)")
        .bind("script", script)
        .bind("agent", agent)
        .mapTo(Boolean.class)
        .one();
  }

  /// Keeps a run if it is the newest of its script and stage.
  void put(Tx tx, ScriptRun run) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO agent_script_runs AS known (script_id, stage, status, exit_code, started_at, ended_at)
            VALUES (:script, :stage, :status, :exitCode, :startedAt, :endedAt)
            ON CONFLICT (script_id, stage) DO UPDATE
              SET status = excluded.status, exit_code = excluded.exit_code,
                  started_at = excluded.started_at, ended_at = excluded.ended_at
              WHERE known.ended_at <= excluded.ended_at
            """)
        .bind("script", run.script())
        .bind("stage", run.stage().wire())
        .bind("status", run.status().wire())
        .bind("exitCode", run.exitCode())
        .bind("startedAt", run.startedAt())
        .bind("endedAt", run.endedAt())
        .execute();
  }
}
