package signalbox.server.agent;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.BuildId;
import signalbox.server.id.ResourceId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.server.template.TemplateSpec;
import signalbox.wire.Json;

/// SQL of agents and their apps.
final class AgentStore {
  private static final RowMapper<Agent> AGENT = Rows.of(Agent.class);
  private static final RowMapper<App> APP = Rows.of(App.class);
  private static final RowMapper<Names> NAMES = Rows.of(Names.class);
  private static final RowMapper<Silent> SILENT = Rows.of(Silent.class);

  private static final String AGENTS =
      """
      SELECT a.*, w.owner_id
        FROM agents a
        JOIN workspaces w ON w.id = a.workspace_id
      """;

  Optional<Agent> find(Tx tx, AgentId id) {
    return tx.sql().createQuery(AGENTS + "WHERE a.id = :id").bind("id", id).map(AGENT).findOne();
  }

  /// What an agent's workspace and its owner are called.
  record Names(String workspaceName, String ownerName) {}

  Names names(Tx tx, AgentId id) {
    return tx.sql()
        .createQuery(
            """
            SELECT w.name AS workspace_name, u.username AS owner_name
              FROM agents a
              JOIN workspaces w ON w.id = a.workspace_id
              JOIN users u ON u.id = w.owner_id
             WHERE a.id = :id
            """)
        .bind("id", id)
        .map(NAMES)
        .one();
  }

  /// All agents of these builds.
  List<Agent> of(Tx tx, Collection<BuildId> builds) {
    return tx.sql()
        .createQuery(AGENTS + "WHERE a.build_id = ANY(:builds)")
        .bindArray("builds", UUID.class, builds.stream().map(BuildId::value).toArray())
        .map(AGENT)
        .list();
  }

  /// All apps that these agents serve now.
  List<App> appsOf(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery("SELECT * FROM apps WHERE agent_id = ANY(:agents)")
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .map(APP)
        .list();
  }

  /// The agent of a token that may speak.
  Optional<Caller.Agent> speaking(Tx tx, byte[] tokenSha256) {
    return tx.sql()
        .createQuery(
            """
            SELECT a.id, a.workspace_id, w.owner_id
              FROM agents a
              JOIN workspaces w ON w.id = a.workspace_id
             WHERE a.token_sha256 = :hash AND a.retired_at IS NULL AND NOT w.deleted
            """)
        .bind("hash", tokenSha256)
        .map(
            (rs, _) ->
                new Caller.Agent(
                    new AgentId(rs.getObject(1, UUID.class)),
                    new WorkspaceId(rs.getObject(2, UUID.class)),
                    new UserId(rs.getObject(3, UUID.class))))
        .findOne();
  }

  /// @param lateAt when its first connection is overdue; null: never
  void add(
      Tx tx,
      AgentId id,
      byte[] tokenSha256,
      WorkspaceId workspace,
      BuildId build,
      ResourceId resource,
      TemplateSpec.Agent spec,
      @Nullable Instant lateAt,
      Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO agents (id, workspace_id, build_id, resource_id, name, token_sha256, directory, environment,
                                command, motd_file, troubleshooting_url, connection_timeout_seconds, late_at,
                                display_order, created_at, updated_at)
            VALUES (:id, :workspace, :build, :resource, :name, :hash, :directory, CAST(:env AS jsonb),
                    :command, :motd, :troubleshooting, :timeout, :lateAt, :order, :at, :at)
            """)
        .bind("id", id)
        .bind("workspace", workspace)
        .bind("build", build)
        .bind("resource", resource)
        .bind("name", spec.name())
        .bind("hash", tokenSha256)
        .bind("directory", spec.directory())
        .bind("env", spec.env().isEmpty() ? null : Json.text(spec.env()))
        .bind("command", spec.command())
        .bind("motd", spec.motdFile())
        .bind("troubleshooting", spec.troubleshootingUrl())
        .bind("timeout", spec.connectionTimeoutSeconds())
        .bind("lateAt", lateAt)
        .bind("order", spec.order())
        .bind("at", at)
        .execute();
  }

  /// Adds an app, or moves the one that is the same to this agent. Nobody knows its health yet.
  void put(
      Tx tx,
      WorkspaceId workspace,
      AgentId agent,
      String agentName,
      TemplateSpec.App spec,
      Instant at) {
    var probe = spec.healthcheck();
    tx.sql()
        .createUpdate(
            """
            INSERT INTO apps (id, workspace_id, agent_name, slug, agent_id, display_name, icon, url, command, external,
                              subdomain, sharing_level, open_in, display_group, display_order, hidden, health,
                              healthcheck_url, healthcheck_interval, healthcheck_threshold, created_at)
            VALUES (:id, :workspace, :agentName, :slug, :agent, :displayName, :icon, :url, :command, :external,
                    :subdomain, :share, :openIn, :group, :order, :hidden, :health,
                    :probeUrl, :probeInterval, :probeThreshold, :at)
            ON CONFLICT (workspace_id, agent_name, slug) DO UPDATE
              SET agent_id = excluded.agent_id, display_name = excluded.display_name, icon = excluded.icon,
                  url = excluded.url, command = excluded.command, external = excluded.external,
                  subdomain = excluded.subdomain, sharing_level = excluded.sharing_level,
                  open_in = excluded.open_in, display_group = excluded.display_group,
                  display_order = excluded.display_order, hidden = excluded.hidden, health = excluded.health,
                  healthcheck_url = excluded.healthcheck_url,
                  healthcheck_interval = excluded.healthcheck_interval,
                  healthcheck_threshold = excluded.healthcheck_threshold
            """)
        .bindMethods(spec)
        .bind("id", AppId.next())
        .bind("workspace", workspace)
        .bind("agentName", agentName)
        .bind("agent", agent)
        .bind("health", probe == null ? "disabled" : "initializing")
        .bind("probeUrl", probe == null ? "" : probe.url())
        .bind("probeInterval", probe == null ? 0 : probe.intervalSeconds())
        .bind("probeThreshold", probe == null ? 0 : probe.threshold())
        .bind("at", at)
        .execute();
  }

  /// @return the agents that could speak until now
  List<AgentId> retire(Tx tx, WorkspaceId workspace, Instant at) {
    return tx.sql()
        .createQuery(
            """
            UPDATE agents
               SET retired_at = :at, late_at = NULL
             WHERE workspace_id = :workspace AND retired_at IS NULL
            RETURNING id
            """)
        .bind("workspace", workspace)
        .bind("at", at)
        .mapTo(AgentId.class)
        .list();
  }

  /// An agent whose connection has ended without a word.
  record Silent(
      AgentId id,
      WorkspaceId workspaceId,
      UserId ownerId,
      @Nullable Instant lastConnectedAt,
      @Nullable Instant disconnectedAt) {}

  /// Takes note of the agents that have shown no sign of life for too long, each once: they are
  /// disconnected since it became too long.
  List<Silent> takeSilent(Tx tx, Instant now) {
    return tx.sql()
        .createQuery(
            """
            UPDATE agents a
               SET disconnected_at = a.last_connected_at + make_interval(secs => :silence)
              FROM workspaces w
             WHERE w.id = a.workspace_id
               AND a.id IN (SELECT id
                              FROM agents
                             WHERE retired_at IS NULL AND last_connected_at < :before
                               AND (disconnected_at IS NULL OR disconnected_at < last_connected_at)
                               FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING a.id, a.workspace_id, w.owner_id, a.last_connected_at, a.disconnected_at
            """)
        .bind("before", now.minus(Connection.SILENCE_MAX))
        .bind("silence", Connection.SILENCE_MAX.toSeconds())
        .map(SILENT)
        .list();
  }

  /// A workspace whose agent is late.
  record Late(WorkspaceId workspace, UserId owner) {}

  /// Takes note of the agents that are late with their first connection, each once.
  List<Late> takeLate(Tx tx, Instant now) {
    return tx.sql()
        .createQuery(
            """
            UPDATE agents a
               SET late_at = NULL
              FROM workspaces w
             WHERE w.id = a.workspace_id
               AND a.id IN (SELECT id
                              FROM agents
                             WHERE late_at < :now AND first_connected_at IS NULL
                               FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING a.workspace_id, w.owner_id
            """)
        .bind("now", now)
        .map(
            (rs, _) ->
                new Late(
                    new WorkspaceId(rs.getObject(1, UUID.class)),
                    new UserId(rs.getObject(2, UUID.class))))
        .list();
  }

  /// What the newest build of a workspace has under an agent's name: its state, and the agent when
  /// there is one.
  Optional<Site> site(Tx tx, WorkspaceId workspace, String agentName) {
    return tx.sql()
        .createQuery(
            """
              SELECT b.transition, j.status AS job_status, a.id AS agent_id, a.token_sha256, r.runtime,
                     ARRAY(SELECT slug FROM apps WHERE agent_id = a.id ORDER BY display_order, slug) AS apps
                FROM builds b
                JOIN jobs j ON j.id = b.job_id
                LEFT JOIN agents a ON a.build_id = b.id AND a.name = :name
                LEFT JOIN resources r ON r.id = a.resource_id
               WHERE b.workspace_id = :workspace
            ORDER BY b.build_number DESC
               LIMIT 1
            """)
        .bind("workspace", workspace)
        .bind("name", agentName)
        .map(Rows.of(Site.class))
        .findOne();
  }
}
