package signalbox.server.build;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.BuildId;
import signalbox.server.id.JobId;
import signalbox.server.id.ResourceId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.job.JobStore;

/// SQL of builds and what they make.
final class BuildStore {
  private static final RowMapper<Build> BUILD = Rows.of(Build.class);
  private static final RowMapper<Resource> RESOURCE = Rows.of(Resource.class);
  private static final RowMapper<Target> TARGET = Rows.of(Target.class);

  private static final String BUILDS =
      """
      SELECT b.*, w.name AS workspace_name, w.owner_id, o.username AS owner_name,
             o.avatar_url AS owner_avatar_url, v.name AS template_version_name, v.has_external_agent,
             i.username AS initiator_name, t.allow_user_cancel AS user_may_cancel,
      """
          + JobStore.COLUMNS
          + """
              FROM builds b
              JOIN workspaces w ON w.id = b.workspace_id
              JOIN users o ON o.id = w.owner_id
              JOIN templates t ON t.id = w.template_id
              JOIN template_versions v ON v.id = b.template_version_id
              JOIN users i ON i.id = b.initiator_id
              JOIN jobs j ON j.id = b.job_id
            """;

  /// Keeps everybody else from building the workspace until commit.
  Optional<Target> lockWorkspace(Tx tx, WorkspaceId id) {
    return tx.sql()
        .createQuery(
            """
            SELECT id, owner_id, organization_id, template_id, ttl_ms, deleted
              FROM workspaces
             WHERE id = :id
               FOR NO KEY UPDATE
            """)
        .bind("id", id)
        .map(TARGET)
        .findOne();
  }

  Optional<Build> find(Tx tx, BuildId id) {
    return tx.sql().createQuery(BUILDS + "WHERE b.id = :id").bind("id", id).map(BUILD).findOne();
  }

  Optional<Build> findByNumber(Tx tx, WorkspaceId workspace, int number) {
    return tx.sql()
        .createQuery(BUILDS + "WHERE b.workspace_id = :workspace AND b.build_number = :number")
        .bind("workspace", workspace)
        .bind("number", number)
        .map(BUILD)
        .findOne();
  }

  Optional<Build> findByJob(Tx tx, JobId job) {
    return tx.sql()
        .createQuery(BUILDS + "WHERE b.job_id = :job")
        .bind("job", job)
        .map(BUILD)
        .findOne();
  }

  Optional<Build> newest(Tx tx, WorkspaceId workspace) {
    return tx.sql()
        .createQuery(
            BUILDS + "WHERE b.workspace_id = :workspace ORDER BY b.build_number DESC LIMIT 1")
        .bind("workspace", workspace)
        .map(BUILD)
        .findOne();
  }

  List<Build> all(Tx tx, Collection<BuildId> ids) {
    return tx.sql()
        .createQuery(BUILDS + "WHERE b.id = ANY(:ids)")
        .bindArray("ids", UUID.class, ids.stream().map(BuildId::value).toArray())
        .map(BUILD)
        .list();
  }

  /// A page of a workspace's builds, newest first.
  ///
  /// @param before only builds with a smaller number
  /// @param since only builds that were created later
  /// @param limit null: all
  List<Build> page(
      Tx tx,
      WorkspaceId workspace,
      int before,
      Instant since,
      int offset,
      @Nullable Integer limit) {
    return tx.sql()
        .createQuery(
            BUILDS
                + """
                  WHERE b.workspace_id = :workspace AND b.build_number < :before AND b.created_at > :since
                  ORDER BY b.build_number DESC
                  OFFSET :offset LIMIT CAST(:limit AS integer)
                  """)
        .bind("workspace", workspace)
        .bind("before", before)
        .bind("since", since)
        .bind("offset", offset)
        .bind("limit", limit)
        .map(BUILD)
        .list();
  }

  List<Resource> resources(Tx tx, Collection<BuildId> builds) {
    return tx.sql()
        .createQuery("SELECT * FROM resources WHERE build_id = ANY(:builds)")
        .bindArray("builds", UUID.class, builds.stream().map(BuildId::value).toArray())
        .map(RESOURCE)
        .list();
  }

  /// Gives the agents of a resource to a machine.
  void host(Tx tx, ResourceId resource, UUID host) {
    tx.sql()
        .createUpdate("UPDATE agents SET host_id = :host WHERE resource_id = :resource")
        .bind("host", host)
        .bind("resource", resource)
        .execute();
  }

  boolean runsDeployment(Tx tx, UserId user) {
    return tx.sql()
        .createQuery("SELECT 'owner' = ANY(roles) FROM users WHERE id = :user AND NOT deleted")
        .bind("user", user)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  /// Workspaces whose deadline has passed, at most a hundred.
  List<WorkspaceId> overdue(Tx tx, Instant now) {
    return tx.sql()
        .createQuery(
            """
              SELECT b.workspace_id
                FROM builds b
                JOIN jobs j ON j.id = b.job_id
                JOIN workspaces w ON w.id = b.workspace_id
               WHERE b.transition = 'start' AND b.deadline <= :now
                 AND j.completed_at IS NOT NULL AND NOT w.deleted
                 AND NOT EXISTS (SELECT
                                   FROM builds later
                                  WHERE later.workspace_id = b.workspace_id
                                    AND later.build_number > b.build_number)
            ORDER BY b.deadline
               LIMIT 100
            """)
        .bind("now", now)
        .mapTo(WorkspaceId.class)
        .list();
  }

  Map<String, String> parameters(Tx tx, BuildId build) {
    return tx.sql()
        .createQuery(
            "SELECT name, value FROM build_parameters WHERE build_id = :build ORDER BY name")
        .bind("build", build)
        .setMapKeyColumn("name")
        .setMapValueColumn("value")
        .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, String>>() {});
  }

  void add(
      Tx tx,
      BuildId id,
      WorkspaceId workspace,
      int number,
      Transition transition,
      TemplateVersionId version,
      JobId job,
      UserId initiator,
      String reason,
      Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO builds (id, workspace_id, build_number, transition, template_version_id, job_id,
                                initiator_id, reason, created_at, updated_at)
            VALUES (:id, :workspace, :number, :transition, :version, :job, :initiator, :reason, :at, :at)
            """)
        .bind("id", id)
        .bind("workspace", workspace)
        .bind("number", number)
        .bind("transition", transition.wire())
        .bind("version", version)
        .bind("job", job)
        .bind("initiator", initiator)
        .bind("reason", reason)
        .bind("at", at)
        .execute();
  }

  void addParameters(Tx tx, BuildId build, Map<String, String> values) {
    if (values.isEmpty()) return;
    try (var batch =
        tx.sql()
            .prepareBatch(
                "INSERT INTO build_parameters (build_id, name, value) VALUES (:build, :name, :value)")) {
      values.forEach(
          (name, value) ->
              batch.bind("build", build).bind("name", name).bind("value", value).add());
      batch.execute();
    }
  }

  void addResource(Tx tx, Resource resource, String runtime) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO resources (id, build_id, job_id, number, transition, runtime, type, name, icon,
                                   daily_cost, metadata, created_at)
            VALUES (:id, :buildId, :jobId, :number, :transition, :runtime, :type, :name, :icon,
                    :dailyCost, CAST(:metadata AS jsonb), :createdAt)
            """)
        .bindMethods(resource)
        .bind("runtime", runtime)
        .execute();
  }

  /// @param deadline null: it runs for ever
  void moveDeadline(Tx tx, BuildId build, @Nullable Instant deadline, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE builds
               SET deadline = CAST(:deadline AS timestamptz), updated_at = :at
             WHERE id = :build
            """)
        .bind("build", build)
        .bind("deadline", deadline)
        .bind("at", at)
        .execute();
  }

  void touch(Tx tx, BuildId build, Instant at) {
    tx.sql()
        .createUpdate("UPDATE builds SET updated_at = :at WHERE id = :build")
        .bind("build", build)
        .bind("at", at)
        .execute();
  }

  void markDeleted(Tx tx, WorkspaceId workspace, Instant at) {
    tx.sql()
        .createUpdate(
            "UPDATE workspaces SET deleted = true, updated_at = :at WHERE id = :workspace")
        .bind("workspace", workspace)
        .bind("at", at)
        .execute();
  }
}
