package signalbox.server.template;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.JobId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.job.JobStore;

/// SQL of the versions of templates.
final class VersionStore {
  private static final RowMapper<TemplateVersion> VERSION = Rows.of(TemplateVersion.class);

  private static final String VERSIONS =
      "SELECT v.*, u.username AS created_by_name, "
          + JobStore.COLUMNS
          + """
              FROM template_versions v
              JOIN jobs j ON j.id = v.job_id
              LEFT JOIN users u ON u.id = v.created_by
            """;

  Optional<TemplateVersion> find(Tx tx, TemplateVersionId id) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.id = :id")
        .bind("id", id)
        .map(VERSION)
        .findOne();
  }

  Optional<TemplateVersion> findByName(Tx tx, TemplateId template, String name) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.template_id = :template AND v.name = :name")
        .bind("template", template)
        .bind("name", name)
        .map(VERSION)
        .findOne();
  }

  Optional<TemplateVersion> findByJob(Tx tx, JobId job) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.job_id = :job")
        .bind("job", job)
        .map(VERSION)
        .findOne();
  }

  /// A template's versions, newest first.
  List<TemplateVersion> of(Tx tx, TemplateId template) {
    return tx.sql()
        .createQuery(VERSIONS + "WHERE v.template_id = :template ORDER BY j.number DESC")
        .bind("template", template)
        .map(VERSION)
        .list();
  }

  /// The next number of a template that no version has as its name.
  ///
  /// @param template null: the first one
  String nextName(Tx tx, @Nullable TemplateId template) {
    return tx.sql()
        .createQuery(
            """
            SELECT 'v' || n
              FROM generate_series((SELECT count(*) + 1 FROM template_versions WHERE template_id = CAST(:template AS uuid)),
                                   2 * (SELECT count(*) + 1 FROM template_versions WHERE template_id = CAST(:template AS uuid))) n
             WHERE NOT EXISTS (SELECT FROM template_versions WHERE template_id = CAST(:template AS uuid) AND name = 'v' || n)
             LIMIT 1
            """)
        .bind("template", template == null ? null : template.value())
        .mapTo(String.class)
        .one();
  }

  void add(Tx tx, NewImport version, TemplateSpec spec, Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO template_versions (id, template_id, organization_id, name, message, job_id, created_by, spec,
                                           created_at, updated_at)
            VALUES (:id, CAST(:template AS uuid), :organization, :name, :message, :job, CAST(:createdBy AS uuid),
                    CAST(:spec AS jsonb), :at, :at)
            """)
        .bindMethods(version)
        .bind("spec", spec.json())
        .bind("at", at)
        .execute();
  }

  /// Notes what an import has found.
  void imported(Tx tx, TemplateVersionId id, TemplateSpec spec, String readme, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE template_versions
               SET spec = CAST(:spec AS jsonb), readme = :readme, updated_at = :at
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("spec", spec.json())
        .bind("readme", readme)
        .bind("at", at)
        .execute();
  }

  void change(Tx tx, TemplateVersionId id, String name, String message, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE template_versions SET name = :name, message = :message, updated_at = :at WHERE id = :id
            """)
        .bind("id", id)
        .bind("name", name)
        .bind("message", message)
        .bind("at", at)
        .execute();
  }

  /// Gives a version that belongs to no template to one.
  ///
  /// @return whether it belonged to none
  boolean attach(Tx tx, TemplateVersionId id, TemplateId template, Instant at) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE template_versions
                   SET template_id = :template, updated_at = :at
                 WHERE id = :id AND template_id IS NULL
                """)
            .bind("id", id)
            .bind("template", template)
            .bind("at", at)
            .execute()
        == 1;
  }

  void archive(Tx tx, Collection<TemplateVersionId> ids, boolean archived, Instant at) {
    tx.sql()
        .createUpdate(
            "UPDATE template_versions SET archived = :archived, updated_at = :at WHERE id = ANY(:ids)")
        .bindArray("ids", UUID.class, ids.stream().map(TemplateVersionId::value).toArray())
        .bind("archived", archived)
        .bind("at", at)
        .execute();
  }

  /// Whether new builds take a version, or the newest build of a workspace has.
  boolean isUsed(Tx tx, TemplateVersionId id) {
    return tx.sql()
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM templates WHERE active_version_id = :id AND NOT deleted)
                OR EXISTS (SELECT
                             FROM builds b
                             JOIN workspaces w ON w.id = b.workspace_id
                            WHERE b.template_version_id = :id AND NOT w.deleted
                              AND b.build_number = (SELECT max(build_number)
                                                      FROM builds
                                                     WHERE workspace_id = b.workspace_id))
            """)
        .bind("id", id)
        .mapTo(Boolean.class)
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
}
