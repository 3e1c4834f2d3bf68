package signalbox.server.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;

/// SQL of templates and their versions.
final class TemplateStore {
  private static final RowMapper<Template> TEMPLATE = Rows.of(Template.class);
  private static final RowMapper<OwnedWorkspace> WORKSPACE = Rows.of(OwnedWorkspace.class);

  private static final String TEMPLATES =
      """
      SELECT t.*, o.name AS organization_name,
             o.display_name AS organization_display_name, o.icon AS organization_icon,
             u.username AS created_by_name,
             (SELECT count(DISTINCT w.owner_id)
                FROM workspaces w
               WHERE w.template_id = t.id AND NOT w.deleted) AS active_users
        FROM templates t
        JOIN organizations o ON o.id = t.organization_id
        LEFT JOIN users u ON u.id = t.created_by
      """;

  List<Template> all(Tx tx) {
    return tx.sql()
        .createQuery(TEMPLATES + "WHERE NOT t.deleted ORDER BY lower(t.name), t.id")
        .map(TEMPLATE)
        .list();
  }

  Optional<Template> find(Tx tx, TemplateId id) {
    return tx.sql()
        .createQuery(TEMPLATES + "WHERE t.id = :id")
        .bind("id", id)
        .map(TEMPLATE)
        .findOne();
  }

  Optional<Template> findByName(Tx tx, OrganizationId organization, String name) {
    return tx.sql()
        .createQuery(
            TEMPLATES
                + """
                  WHERE t.organization_id = :organization AND lower(t.name) = lower(:name) AND NOT t.deleted
                  """)
        .bind("organization", organization)
        .bind("name", name)
        .map(TEMPLATE)
        .findOne();
  }

  /// Locks the default organization against others who want to add templates.
  OrganizationId lockDefaultOrganization(Tx tx) {
    return tx.sql()
        .createQuery("SELECT id FROM organizations WHERE is_default FOR NO KEY UPDATE")
        .mapTo(OrganizationId.class)
        .one();
  }

  /// Keeps everybody else from changing a template, or which of its versions count, until commit.
  Optional<Template> lock(Tx tx, TemplateId id) {
    return tx.sql()
        .createQuery(TEMPLATES + "WHERE t.id = :id FOR NO KEY UPDATE OF t")
        .bind("id", id)
        .map(TEMPLATE)
        .findOne();
  }

  /// As [#lock], also against new workspaces: those refer to it.
  void lockAgainstWorkspaces(Tx tx, TemplateId id) {
    tx.sql().execute("SELECT FROM templates WHERE id = ? FOR UPDATE", id.value());
  }

  /// Keeps a template from being deleted until commit.
  void hold(Tx tx, TemplateId id) {
    tx.sql().execute("SELECT FROM templates WHERE id = ? FOR KEY SHARE", id.value());
  }

  /// One of the program's own templates, also when somebody has deleted it or called it otherwise.
  Optional<Template> findBuiltIn(Tx tx, String name) {
    return tx.sql()
        .createQuery(TEMPLATES + "WHERE t.built_in = :name")
        .bind("name", name)
        .map(TEMPLATE)
        .findOne();
  }

  boolean hasWorkspaces(Tx tx, TemplateId id) {
    return tx.sql()
        .createQuery(
            "SELECT EXISTS (SELECT FROM workspaces WHERE template_id = :id AND NOT deleted)")
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  void add(Tx tx, NewTemplate template, Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO templates (id, organization_id, name, display_name, description, icon, active_version_id,
                                   created_by, built_in, created_at, updated_at)
            VALUES (:id, :organization, :name, :displayName, :description, :icon, :activeVersion,
                    CAST(:createdBy AS uuid), CAST(:builtIn AS text), :at, :at)
            """)
        .bindMethods(template)
        .bind("at", at)
        .execute();
  }

  /// Changes what is said, and leaves the rest.
  void change(Tx tx, TemplateId id, TemplateChange change, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE templates
               SET name = coalesce(CAST(:name AS text), name),
                   display_name = coalesce(CAST(:displayName AS text), display_name),
                   description = coalesce(CAST(:description AS text), description),
                   icon = coalesce(CAST(:icon AS text), icon),
                   default_ttl_ms = coalesce(CAST(:defaultTtlMs AS bigint), default_ttl_ms),
                   activity_bump_ms = coalesce(CAST(:activityBumpMs AS bigint), activity_bump_ms),
                   allow_user_cancel = coalesce(CAST(:allowUserCancel AS boolean), allow_user_cancel),
                   deprecated = coalesce(CAST(:deprecated AS text), deprecated),
                   updated_at = :at
             WHERE id = :id
            """)
        .bindMethods(change)
        .bind("id", id)
        .bind("at", at)
        .execute();
  }

  void delete(Tx tx, TemplateId id, Instant at) {
    tx.sql()
        .createUpdate("UPDATE templates SET deleted = true, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("at", at)
        .execute();
  }

  /// Workspaces that are shown with what a template says of itself.
  List<OwnedWorkspace> workspaces(Tx tx, TemplateId id) {
    return tx.sql()
        .createQuery(
            """
            SELECT id, owner_id AS owner, name, deleted FROM workspaces WHERE template_id = :id AND NOT deleted
            """)
        .bind("id", id)
        .map(WORKSPACE)
        .list();
  }

  /// Makes a version the one that new builds take.
  void promote(Tx tx, TemplateId template, TemplateVersionId version, Instant at) {
    tx.sql()
        .createUpdate(
            "UPDATE templates SET active_version_id = :version, updated_at = :at WHERE id = :template")
        .bind("template", template)
        .bind("version", version)
        .bind("at", at)
        .execute();
  }
}
