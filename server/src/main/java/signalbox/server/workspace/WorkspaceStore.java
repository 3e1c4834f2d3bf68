package signalbox.server.workspace;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of workspaces.
final class WorkspaceStore {
  private static final RowMapper<Workspace> WORKSPACE = Rows.of(Workspace.class);
  private static final RowMapper<OwnedWorkspace> OWNED = Rows.of(OwnedWorkspace.class);
  private static final RowMapper<DueToStart> DUE_TO_START = Rows.of(DueToStart.class);
  private static final RowMapper<Hits> HITS = Rows.of(Hits.class);

  private static final String WORKSPACES =
      """
      SELECT w.*, o.username AS owner_name, o.avatar_url AS owner_avatar_url, g.name AS organization_name,
             t.name AS template_name, t.display_name AS template_display_name, t.icon AS template_icon,
             t.active_version_id AS template_active_version_id,
             t.allow_user_cancel AS template_allow_user_cancel,
             (SELECT b.id
                FROM builds b
               WHERE b.workspace_id = w.id
            ORDER BY b.build_number DESC
               LIMIT 1) AS newest_build_id
        FROM workspaces w
        JOIN users o ON o.id = w.owner_id
        JOIN organizations g ON g.id = w.organization_id
        JOIN templates t ON t.id = w.template_id
      """;

  private static final String OWNED_WORKSPACES =
      "SELECT w.id, w.owner_id AS owner, w.name, w.deleted FROM workspaces w ";

  List<Workspace> all(Tx tx, Collection<WorkspaceId> ids) {
    return tx.sql()
        .createQuery(WORKSPACES + "WHERE w.id = ANY(:ids)")
        .bindArray("ids", UUID.class, values(ids))
        .map(WORKSPACE)
        .list();
  }

  Optional<Workspace> lock(Tx tx, WorkspaceId id) {
    return tx.sql()
        .createQuery(WORKSPACES + "WHERE w.id = :id FOR NO KEY UPDATE OF w")
        .bind("id", id)
        .map(WORKSPACE)
        .findOne();
  }

  Optional<OwnedWorkspace> owned(Tx tx, WorkspaceId id) {
    return tx.sql()
        .createQuery(OWNED_WORKSPACES + "WHERE w.id = :id")
        .bind("id", id)
        .map(OWNED)
        .findOne();
  }

  Optional<OwnedWorkspace> ownedByName(Tx tx, UserId owner, String name) {
    return tx.sql()
        .createQuery(
            OWNED_WORKSPACES
                + "WHERE w.owner_id = :owner AND lower(w.name) = lower(:name) AND NOT w.deleted")
        .bind("owner", owner)
        .bind("name", name)
        .map(OWNED)
        .findOne();
  }

  /// Of the deleted workspaces of a name, the one that was made last.
  Optional<OwnedWorkspace> newestDeletedByName(Tx tx, UserId owner, String name) {
    return tx.sql()
        .createQuery(
            OWNED_WORKSPACES
                + """
                   WHERE w.owner_id = :owner AND lower(w.name) = lower(:name) AND w.deleted
                ORDER BY w.number DESC
                   LIMIT 1
                """)
        .bind("owner", owner)
        .bind("name", name)
        .map(OWNED)
        .findOne();
  }

  List<WorkspaceId> ownedBy(Tx tx, UserId owner) {
    return tx.sql()
        .createQuery(
            "SELECT id FROM workspaces WHERE owner_id = :owner AND NOT deleted ORDER BY number")
        .bind("owner", owner)
        .mapTo(WorkspaceId.class)
        .list();
  }

  /// What a search finds.
  ///
  /// @param count all that match
  /// @param ids those of the page, in order
  record Hits(int count, List<WorkspaceId> ids) {}

  /// Searches what the viewer may see. First the viewer's favourites, then what runs, then by owner
  /// and name.
  Hits search(Tx tx, WorkspaceQuery query, Caller.Session viewer, int limit, int offset) {
    return tx.sql()
        .createQuery(
            """
            WITH found AS (
              SELECT w.id,
                     row_number() OVER (
                       ORDER BY (w.favorite AND w.owner_id = :viewer) DESC,
                                (b.transition = 'start' AND j.status = 'succeeded') DESC,
                                lower(o.username), lower(w.name)
                     ) AS place
                FROM workspaces w
                JOIN users o ON o.id = w.owner_id
                JOIN organizations g ON g.id = w.organization_id
                JOIN templates t ON t.id = w.template_id
                JOIN LATERAL (SELECT *
                                FROM builds
                               WHERE workspace_id = w.id
                            ORDER BY build_number DESC
                               LIMIT 1) b ON true
                JOIN jobs j ON j.id = b.job_id
               WHERE NOT w.deleted AND NOT :dormant
                 AND (:seesAll OR w.owner_id = :viewer)
                 AND (CAST(:owner AS text) IS NULL OR lower(o.username) = lower(:owner))
                 AND (CAST(:name AS text) IS NULL OR w.name ILIKE '%' || :name || '%')
                 AND (CAST(:template AS text) IS NULL OR lower(t.name) = lower(:template))
                 AND (CAST(:organization AS text) IS NULL
                      OR lower(g.name) = lower(:organization) OR g.id::text = lower(:organization))
                 AND (CAST(:jobStatus AS text) IS NULL OR j.status = :jobStatus)
                 AND (CAST(:transition AS text) IS NULL OR b.transition = :transition)
                 AND (CAST(:outdated AS boolean) IS NULL
                      OR (b.template_version_id <> t.active_version_id) = :outdated)
                 AND (NOT :onlyIds OR w.id = ANY(:ids))
                 AND NOT EXISTS (
                       SELECT FROM unnest(:paramNames, :paramValues) AS want (name, value)
                        WHERE NOT EXISTS (
                                SELECT FROM build_parameters p
                                 WHERE p.build_id = b.id AND lower(p.name) = lower(want.name)
                                   AND (want.value IS NULL OR lower(p.value) = lower(want.value))))
            )
            SELECT (SELECT count(*) FROM found) AS count,
                   ARRAY(SELECT id FROM found ORDER BY place OFFSET :offset LIMIT CAST(:limit AS integer)) AS ids
            """)
        .bind("viewer", viewer.user())
        .bind("seesAll", viewer.runsDeployment())
        .bindMethods(query)
        .bind("onlyIds", !query.idTexts().isEmpty())
        .bindArray("ids", UUID.class, query.ids().toArray())
        .bindArray("paramNames", String.class, query.names())
        .bindArray("paramValues", String.class, query.values())
        .bind("offset", offset)
        .bind("limit", limit == 0 ? null : limit)
        .map(HITS)
        .one();
  }

  /// @return whether there is such an owner
  boolean add(Tx tx, WorkspaceId id, NewWorkspace wish, UserId owner, Made of, Instant at) {
    return tx.sql()
            .createUpdate(
                """
                INSERT INTO workspaces (id, owner_id, organization_id, template_id, name, autostart_schedule, ttl_ms,
                                        automatic_updates, created_at, updated_at, last_used_at)
                SELECT :id, id, :organization, :template, :name, :schedule, :ttl, :automaticUpdates, :at, :at, :at
                  FROM users
                 WHERE id = :owner AND NOT deleted
                   FOR KEY SHARE
                """)
            .bind("id", id)
            .bind("owner", owner)
            .bind("organization", of.template().organizationId())
            .bind("template", of.template().id())
            .bind("name", wish.name())
            .bind("schedule", wish.autostartSchedule())
            .bind("ttl", of.ttlMs())
            .bind("automaticUpdates", wish.automaticUpdates())
            .bind("at", at)
            .execute()
        == 1;
  }

  /// A workspace that its schedule starts now, or that has to be planned first.
  ///
  /// @param nextStartAt when it was to start; null: not worked out yet
  /// @param updates whether it is to start with the newest version of its template
  record DueToStart(
      WorkspaceId id,
      String autostartSchedule,
      @Nullable Instant nextStartAt,
      boolean ownerIsActive,
      boolean updates,
      TemplateVersionId activeVersionId) {}

  /// At most a hundred of them.
  List<DueToStart> dueToStart(Tx tx, Instant now) {
    return tx.sql()
        .createQuery(
            """
              SELECT w.id, w.autostart_schedule, w.next_start_at, o.status <> 'suspended' AS owner_is_active,
                     w.automatic_updates = 'always' AS updates, t.active_version_id
                FROM workspaces w
                JOIN users o ON o.id = w.owner_id
                JOIN templates t ON t.id = w.template_id
               WHERE w.autostart_schedule IS NOT NULL AND NOT w.deleted
                 AND (w.next_start_at IS NULL OR w.next_start_at <= :now)
            ORDER BY w.next_start_at NULLS FIRST
               LIMIT 100
            """)
        .bind("now", now)
        .map(DUE_TO_START)
        .list();
  }

  /// Says when a workspace starts next, unless its schedule has been changed meanwhile.
  void plan(Tx tx, WorkspaceId id, String schedule, @Nullable Instant next) {
    tx.sql()
        .createUpdate(
            "UPDATE workspaces SET next_start_at = :next WHERE id = :id AND autostart_schedule = :schedule")
        .bind("id", id)
        .bind("schedule", schedule)
        .bind("next", next)
        .execute();
  }

  void rename(Tx tx, WorkspaceId id, String name, Instant at) {
    set(tx, id, "name", name, at);
  }

  /// @param next when it starts next by it; null with no schedule
  void setAutostart(
      Tx tx, WorkspaceId id, @Nullable String schedule, @Nullable Instant next, Instant at) {
    set(tx, id, "autostart_schedule", schedule, at);
    set(tx, id, "next_start_at", next, at);
  }

  void setTtl(Tx tx, WorkspaceId id, @Nullable Long ttlMs, Instant at) {
    set(tx, id, "ttl_ms", ttlMs, at);
  }

  void setAutomaticUpdates(Tx tx, WorkspaceId id, String value, Instant at) {
    set(tx, id, "automatic_updates", value, at);
  }

  void setFavorite(Tx tx, WorkspaceId id, boolean favorite, Instant at) {
    set(tx, id, "favorite", favorite, at);
  }

  private static void set(
      Tx tx, WorkspaceId id, String column, @Nullable Object value, Instant at) {
    tx.sql()
        .createUpdate(
            "UPDATE workspaces SET " + column + " = :value, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("value", value)
        .bind("at", at)
        .execute();
  }

  private static Object[] values(Collection<WorkspaceId> ids) {
    return ids.stream().map(WorkspaceId::value).toArray();
  }
}
