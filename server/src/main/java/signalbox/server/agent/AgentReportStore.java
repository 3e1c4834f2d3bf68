package signalbox.server.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;

/// SQL of what agents say of themselves. An agent whose build is over changes nothing.
final class AgentReportStore {
  /// @return false when the agent may no longer speak
  boolean lifecycle(Tx tx, AgentId agent, Lifecycle state, Instant changedAt, Instant now) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE agents
                   SET lifecycle_state = :state, updated_at = :now,
                       started_at = CASE WHEN :starting THEN :changed
                                         WHEN :started THEN coalesce(started_at, :changed)
                                         ELSE started_at END,
                       ready_at = CASE WHEN :starting THEN NULL WHEN :started THEN :changed ELSE ready_at END
                 WHERE id = :agent AND retired_at IS NULL
                """)
            .bind("agent", agent)
            .bind("state", state.wire())
            .bind("starting", state == Lifecycle.STARTING)
            .bind("started", state.isStarted())
            .bind("changed", changedAt)
            .bind("now", now)
            .execute()
        > 0;
  }

  /// @return false when the agent may no longer speak
  boolean startup(Tx tx, AgentId agent, Startup startup, Instant now) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE agents
                   SET version = :version, api_version = :apiVersion, expanded_directory = :directory,
                       subsystems = :subsystems, updated_at = :now
                 WHERE id = :agent AND retired_at IS NULL
                """)
            .bind("agent", agent)
            .bind("version", startup.version())
            .bind("apiVersion", startup.apiVersion())
            .bind("directory", startup.directory())
            .bindArray("subsystems", String.class, startup.subsystems())
            .bind("now", now)
            .execute()
        > 0;
  }

  boolean maySpeak(Tx tx, AgentId agent) {
    return tx.sql()
        .createQuery("SELECT true FROM agents WHERE id = :agent AND retired_at IS NULL")
        .bind("agent", agent)
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  /// The apps of an agent that have a health check.
  Set<AppId> checkedApps(Tx tx, AgentId agent) {
    return tx.sql()
        .createQuery("SELECT id FROM apps WHERE agent_id = :agent AND healthcheck_url <> ''")
        .bind("agent", agent)
        .mapTo(AppId.class)
        .set();
  }

  /// @return how many of the apps are not as they were
  int health(Tx tx, AgentId agent, Map<AppId, AppHealth> healths) {
    var entries = List.copyOf(healths.entrySet());
    return tx.sql()
        .createUpdate(
            """
            UPDATE apps
               SET health = said.health
              FROM unnest(:apps, :healths) AS said (app, health)
             WHERE apps.id = said.app AND apps.agent_id = :agent AND apps.health <> said.health
            """)
        .bind("agent", agent)
        .bindArray("apps", UUID.class, entries.stream().map(e -> e.getKey().value()).toArray())
        .bindArray(
            "healths", String.class, entries.stream().map(e -> e.getValue().wire()).toArray())
        .execute();
  }
}
