package signalbox.server.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.JobId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.job.JobStore;

/// SQL of templates and their versions.
final class TemplateStore {
  private static final RowMapper<Template> TEMPLATE = Rows.of(Template.class);
  private static final RowMapper<TemplateVersion> VERSION = Rows.of(TemplateVersion.class);
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

  private static final String VERSIONS =
      "SELECT v.*, u.username AS created_by_name, "
          + JobStore.COLUMNS
          + """
              FROM template_versions v
              JOIN jobs j ON j.id = v.job_id
              LEFT JOIN users u ON u.id = v.created_by
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

  Optional<TemplateVersion> version(Tx tx, TemplateVersionId id) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.id = :id")
        .bind("id", id)
        .map(VERSION)
        .findOne();
  }

  /// A template's versions, newest first.
  List<TemplateVersion> versions(Tx tx, TemplateId template) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.template_id = :template ORDER BY j.number DESC")
        .bind("template", template)
        .map(VERSION)
        .list();
  }

  /// Locks the default organization against others who want to add templates.
  OrganizationId lockDefaultOrganization(Tx tx) {
    return tx.sql()
        .createQuery("SELECT id FROM organizations WHERE is_default FOR NO KEY UPDATE")
        .mapTo(OrganizationId.class)
        .one();
  }

  boolean hasSpec(Tx tx, TemplateVersionId version, TemplateSpec spec) {
    return tx.sql()
        .createQuery(
            "SELECT spec = CAST(:spec AS jsonb) FROM template_versions WHERE id = :version")
        .bind("version", version)
        .bind("spec", spec.json())
        .mapTo(Boolean.class)
        .one();
  }

  void add(
      Tx tx,
      TemplateId id,
      OrganizationId organization,
      String name,
      String displayName,
      String description,
      TemplateVersionId activeVersion,
      Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO templates (id, organization_id, name, display_name, description, active_version_id,
                                   created_at, updated_at)
            VALUES (:id, :organization, :name, :displayName, :description, :activeVersion, :at, :at)
            """)
        .bind("id", id)
        .bind("organization", organization)
        .bind("name", name)
        .bind("displayName", displayName)
        .bind("description", description)
        .bind("activeVersion", activeVersion)
        .bind("at", at)
        .execute();
  }

  /// Adds a version and gives it the next number of its template as name.
  void addVersion(
      Tx tx,
      TemplateVersionId id,
      TemplateId template,
      OrganizationId organization,
      JobId job,
      TemplateSpec spec,
      Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO template_versions (id, template_id, organization_id, name, job_id, spec, created_at, updated_at)
            SELECT :id, :template, :organization,
                   'v' || (SELECT count(*) + 1 FROM template_versions WHERE template_id = :template),
                   :job, CAST(:spec AS jsonb), :at, :at
            """)
        .bind("id", id)
        .bind("template", template)
        .bind("organization", organization)
        .bind("job", job)
        .bind("spec", spec.json())
        .bind("at", at)
        .execute();
  }

  /// Makes a version the one that new builds take.
  ///
  /// @return the template's workspaces, which now look different
  List<OwnedWorkspace> promote(Tx tx, TemplateId template, TemplateVersionId version, Instant at) {
    return tx.sql()
        .createQuery(
            """
            WITH promoted AS (
              UPDATE templates SET active_version_id = :version, updated_at = :at WHERE id = :template
              RETURNING id
            )
            SELECT w.id, w.owner_id AS owner, w.name, w.deleted
              FROM workspaces w
              JOIN promoted p ON p.id = w.template_id
             WHERE NOT w.deleted
            """)
        .bind("template", template)
        .bind("version", version)
        .bind("at", at)
        .map(WORKSPACE)
        .list();
  }
}
