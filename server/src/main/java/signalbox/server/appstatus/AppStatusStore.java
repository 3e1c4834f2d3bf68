package signalbox.server.appstatus;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.appstatus.Group.AgentKey;
import signalbox.server.appstatus.Group.NewKey;
import signalbox.server.appstatus.Group.Newest;
import signalbox.server.appstatus.Group.Slug;
import signalbox.server.appstatus.Group.Target;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.event.Kind;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.Id;
import signalbox.server.id.WorkspaceId;

/// SQL of app statuses.
final class AppStatusStore {
  private static final RowMapper<AppStatus> ROW = Rows.of(AppStatus.class);

  private static final String COLUMNS =
      """
      s.id, s.seq, s.workspace_id, s.agent_id, s.app_id, s.state, s.message, s.uri, s.needs_user_attention,
      s.lease_seconds, s.created_at, s.repeat_count, s.last_reported_at,
      coalesce(n.seq = s.seq, false) AS newest, a.last_connected_at AS agent_last_connected_at,
      a.disconnected_at AS agent_disconnected_at, a.retired_at AS agent_retired_at
      """;

  /// What tells whether the status s can be believed: the app's newest one, and the agent that it
  /// came from.
  private static final String CONTEXT =
      """
      LEFT JOIN app_newest_statuses n ON n.app_id = s.app_id
      LEFT JOIN agents a ON a.id = s.agent_id
      """;

  /// What the reports are about. Agents that may no longer speak are missing.
  Map<Slug, Target> targets(Tx tx, List<Report> reports) {
    var slugs =
        reports.stream().map(r -> new Slug(r.agent().agent(), r.slug())).distinct().toList();
    return tx
        .sql()
        .createQuery(
            """
            SELECT asked.agent AS asked_agent, asked.slug, agents.workspace_id, apps.id AS app_id,
                   newest.agent_id, newest.seq, newest.state, newest.message, newest.uri, newest.needs_user_attention
              FROM unnest(:agents, :slugs) AS asked (agent, slug)
              JOIN agents ON agents.id = asked.agent AND agents.retired_at IS NULL
              LEFT JOIN apps ON apps.agent_id = asked.agent AND apps.slug = asked.slug
              LEFT JOIN app_newest_statuses newest ON newest.app_id = apps.id
            """)
        .bindArray("agents", UUID.class, slugs.stream().map(s -> s.agent().value()).toArray())
        .bindArray("slugs", String.class, slugs.stream().map(Slug::slug).toArray())
        .map(
            (rs, ctx) ->
                new Target(
                    new Slug(
                        new AgentId(rs.getObject("asked_agent", UUID.class)), rs.getString("slug")),
                    rs.getObject("app_id", UUID.class) == null
                        ? null
                        : new AppId(rs.getObject("app_id", UUID.class)),
                    new WorkspaceId(rs.getObject("workspace_id", UUID.class)),
                    rs.getObject("agent_id", UUID.class) == null
                        ? null
                        : new Newest(
                            new AgentId(rs.getObject("agent_id", UUID.class)),
                            rs.getLong("seq"),
                            rs.getString("state"),
                            rs.getString("message"),
                            rs.getString("uri"),
                            rs.getBoolean("needs_user_attention"))))
        .stream()
        .collect(Collectors.toMap(Target::slug, Function.identity()));
  }

  /// The SHA-256 of the body that each of the reports' keys came with when it was first used.
  Map<AgentKey, String> keys(Tx tx, List<Report> reports) {
    var keys =
        reports.stream()
            .filter(r -> r.key() != null)
            .map(r -> new AgentKey(r.agent().agent(), Objects.requireNonNull(r.key()).text()))
            .distinct()
            .toList();
    if (keys.isEmpty()) return Map.of();
    return tx
        .sql()
        .createQuery(
            """
            SELECT k.agent_id, k.key, encode(k.body_sha256, 'hex') AS body
              FROM unnest(:agents, :keys) AS asked (agent, key)
              JOIN report_keys k ON k.agent_id = asked.agent AND k.key = asked.key
            """)
        .bindArray("agents", UUID.class, keys.stream().map(k -> k.agent().value()).toArray())
        .bindArray("keys", String.class, keys.stream().map(AgentKey::key).toArray())
        .map(
            (rs, ctx) ->
                Map.entry(
                    new AgentKey(
                        new AgentId(rs.getObject("agent_id", UUID.class)), rs.getString("key")),
                    rs.getString("body")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Everything that a group adds, in one statement: a round trip less is a commit more.
  void write(Tx tx, Group group) {
    var rows = group.newRows();
    var newest = List.copyOf(group.newestRows());
    var heard = group.heardRows();
    var repeats = group.repeatedRows();
    var events = group.events();
    var last = List.copyOf(group.last().entrySet());
    tx.sql()
        .createUpdate(
            """
            WITH added AS (
              INSERT INTO app_statuses (workspace_id, seq, id, agent_id, app_id, state, message, uri,
                                        needs_user_attention, lease_seconds, repeat_count, created_at, last_reported_at)
              SELECT r.*, :at, :at
                FROM unnest(:workspaces, :seqs, :ids, :agents, :apps, :states, :messages, :uris,
                            :attentions, :leases, :counts) AS r
            ), newest AS (
              INSERT INTO app_newest_statuses AS n (app_id, workspace_id, agent_id, seq, state, message, uri,
                                                    needs_user_attention, check_at)
              SELECT *
                FROM unnest(:nApps, :nWorkspaces, :nAgents, :nSeqs, :nStates, :nMessages, :nUris, :nAttentions,
                            :nChecks)
              ON CONFLICT (app_id) DO UPDATE
                SET agent_id = excluded.agent_id, seq = excluded.seq, state = excluded.state,
                    message = excluded.message, uri = excluded.uri,
                    needs_user_attention = excluded.needs_user_attention,
                    check_at = least(n.check_at, excluded.check_at), told_lost = false
            ), heard AS (
              UPDATE app_newest_statuses n
                 SET check_at = least(n.check_at, r.check_at), told_lost = false
                FROM unnest(:hApps, :hChecks) AS r (app, check_at)
               WHERE n.app_id = r.app AND (n.told_lost OR n.check_at IS NULL OR n.check_at > r.check_at)
            ), repeated AS (
              UPDATE app_statuses s
                 SET repeat_count = s.repeat_count + r.count, last_reported_at = :at, lease_seconds = r.lease
                FROM unnest(:rWorkspaces, :rSeqs, :rCounts, :rLeases) AS r (workspace, seq, count, lease)
               WHERE s.workspace_id = r.workspace AND s.seq = r.seq
            ), logged AS (
              INSERT INTO events (owner_id, seq, workspace_id, agent_id, kind, at)
              SELECT e.*, :kind, :at
                FROM unnest(:eOwners, :eSeqs, :eWorkspaces, :eAgents) AS e
            )
            UPDATE owner_counters c
               SET last_seq = l.seq
              FROM unnest(:owners, :lasts) AS l (owner, seq)
             WHERE c.owner_id = l.owner
            """)
        .bind("at", group.at())
        .bind("kind", Kind.APP_STATUS.wire())
        .bindArray("workspaces", UUID.class, ids(rows, r -> r.workspace))
        .bindArray("seqs", Long.class, array(rows, r -> r.status.seq()))
        .bindArray("ids", UUID.class, ids(rows, r -> r.id))
        .bindArray("agents", UUID.class, ids(rows, r -> r.status.agent()))
        .bindArray("apps", UUID.class, ids(rows, r -> r.app))
        .bindArray("states", String.class, array(rows, r -> r.status.state()))
        .bindArray("messages", String.class, array(rows, r -> r.status.message()))
        .bindArray("uris", String.class, nullable(rows, r -> r.status.uri()))
        .bindArray("attentions", Boolean.class, array(rows, r -> r.status.needsUserAttention()))
        .bindArray("leases", Integer.class, nullable(rows, r -> r.leaseSeconds))
        .bindArray("counts", Integer.class, array(rows, r -> r.reports))
        .bindArray("nApps", UUID.class, ids(newest, r -> r.app))
        .bindArray("nWorkspaces", UUID.class, ids(newest, r -> r.workspace))
        .bindArray("nAgents", UUID.class, ids(newest, r -> r.status.agent()))
        .bindArray("nSeqs", Long.class, array(newest, r -> r.status.seq()))
        .bindArray("nStates", String.class, array(newest, r -> r.status.state()))
        .bindArray("nMessages", String.class, array(newest, r -> r.status.message()))
        .bindArray("nUris", String.class, nullable(newest, r -> r.status.uri()))
        .bindArray("nAttentions", Boolean.class, array(newest, r -> r.status.needsUserAttention()))
        .bindArray("nChecks", Instant.class, array(newest, r -> r.checkAt(group.at())))
        .bindArray("hApps", UUID.class, ids(heard, r -> r.app))
        .bindArray("hChecks", Instant.class, array(heard, r -> r.checkAt(group.at())))
        .bindArray("rWorkspaces", UUID.class, ids(repeats, r -> r.workspace))
        .bindArray("rSeqs", Long.class, array(repeats, r -> r.status.seq()))
        .bindArray("rCounts", Integer.class, array(repeats, r -> r.reports))
        .bindArray("rLeases", Integer.class, nullable(repeats, r -> r.leaseSeconds))
        .bindArray("eOwners", UUID.class, ids(events, e -> e.owner()))
        .bindArray("eSeqs", Long.class, array(events, e -> e.seq()))
        .bindArray("eWorkspaces", UUID.class, ids(events, e -> e.workspace()))
        .bindArray("eAgents", UUID.class, ids(events, e -> Objects.requireNonNull(e.agent())))
        .bindArray("owners", UUID.class, ids(last, e -> e.getKey()))
        .bindArray("lasts", Long.class, array(last, e -> e.getValue()))
        .execute();
  }

  void keep(Tx tx, List<NewKey> keys, Instant at) {
    try (var batch =
        tx.sql()
            .prepareBatch(
                """
                INSERT INTO report_keys (agent_id, key, body_sha256, created_at)
                VALUES (:agent, :key, decode(:body, 'hex'), :at)
                """)) {
      for (var key : keys) {
        batch
            .bind("agent", key.key().agent())
            .bind("key", key.key().key())
            .bind("body", key.bodySha256())
            .bind("at", at)
            .add();
      }
      batch.execute();
    }
  }

  int forgetKeys(Tx tx, Instant before) {
    return tx.sql()
        .createUpdate("DELETE FROM report_keys WHERE created_at < :before")
        .bind("before", before)
        .execute();
  }

  /// The newest statuses of each app, newest first.
  List<AppStatus> newest(Tx tx, Collection<AppId> apps, int perApp) {
    return tx.sql()
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                  FROM unnest(:apps) AS app (id)
                 CROSS JOIN LATERAL (
                       SELECT * FROM app_statuses WHERE app_id = app.id ORDER BY seq DESC LIMIT :perApp
                       ) s
                """
                + CONTEXT
                + "ORDER BY s.seq DESC")
        .bindArray("apps", UUID.class, apps.stream().map(AppId::value).toArray())
        .bind("perApp", perApp)
        .map(ROW)
        .list();
  }

  /// The newest status of each workspace, over all apps, agents and builds.
  List<AppStatus> newestOf(Tx tx, Collection<WorkspaceId> workspaces) {
    return tx.sql()
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                  FROM unnest(:workspaces) AS workspace (id)
                 CROSS JOIN LATERAL (
                       SELECT * FROM app_statuses WHERE workspace_id = workspace.id ORDER BY seq DESC LIMIT 1
                       ) s
                """
                + CONTEXT)
        .bindArray("workspaces", UUID.class, workspaces.stream().map(WorkspaceId::value).toArray())
        .map(ROW)
        .list();
  }

  /// A page of a workspace's history.
  List<AppStatus> history(Tx tx, WorkspaceId workspace, HistoryPage page) {
    return tx.sql()
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                  FROM app_statuses s
                """
                + CONTEXT
                + """
                 WHERE s.workspace_id = :workspace
                   AND s.seq > :after AND s.seq < :before
                   AND (:app::text IS NULL OR s.app_id IN (SELECT id FROM apps WHERE workspace_id = :workspace AND slug = :app))
                 ORDER BY s.seq\s"""
                + (page.ascending() ? "ASC" : "DESC")
                + " LIMIT :limit")
        .bind("workspace", workspace)
        .bind("after", page.after())
        .bind("before", page.before())
        .bind("app", page.app())
        .bind("limit", page.limit())
        .map(ROW)
        .list();
  }

  private static <T> Object[] ids(Collection<T> rows, Function<T, Id> column) {
    return rows.stream().map(row -> column.apply(row).value()).toArray();
  }

  private static <T> Object[] array(Collection<T> rows, Function<T, Object> column) {
    return rows.stream().map(column).toArray();
  }

  private static <T> Object[] nullable(
      Collection<T> rows, Function<T, ? extends @org.jspecify.annotations.Nullable Object> column) {
    var values = new java.util.ArrayList<@org.jspecify.annotations.Nullable Object>();
    for (var row : rows) values.add(column.apply(row));
    return values.toArray();
  }
}
