package signalbox.server.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.FileId;
import signalbox.server.id.JobId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;

/// SQL of jobs. Who changes a job of a workspace holds the workspace's row; only taking a pending
/// job needs nothing but the job.
public final class JobStore {
  /// Columns of a [Job] for statements that join `jobs AS j`, each with the prefix `j_`.
  public static final String COLUMNS =
      """
      j.id AS j_id, j.organization_id AS j_organization_id, j.initiator_id AS j_initiator_id,
      j.type AS j_type, j.status AS j_status, j.error AS j_error, j.worker_id AS j_worker_id, j.file_id AS j_file_id,
      j.created_at AS j_created_at, j.started_at AS j_started_at, j.canceled_at AS j_canceled_at,
      j.completed_at AS j_completed_at, j.logs_overflowed AS j_logs_overflowed,
      CASE WHEN j.status = 'pending'
           THEN (SELECT count(*) FROM jobs p WHERE p.status = 'pending' AND p.type = j.type AND p.number <= j.number)
           ELSE 0 END AS j_queue_position,
      CASE WHEN j.status = 'pending'
           THEN (SELECT count(*) FROM jobs p WHERE p.status = 'pending' AND p.type = j.type)
           ELSE 0 END AS j_queue_size
      """;

  private static final RowMapper<Job> ROW = Rows.of(Job.class, "j_");

  void add(
      Tx tx,
      JobId id,
      OrganizationId organization,
      @Nullable UserId initiator,
      String type,
      @Nullable FileId file,
      Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO jobs (id, organization_id, initiator_id, type, file_id, created_at, updated_at)
            VALUES (:id, :organization, :initiator, :type, :file, :at, :at)
            """)
        .bind("id", id)
        .bind("organization", organization)
        .bind("initiator", initiator)
        .bind("type", type)
        .bind("file", file)
        .bind("at", at)
        .execute();
  }

  /// Gives the oldest pending job of a type to a worker, unless another is about to take it.
  Optional<JobId> acquire(Tx tx, String type, UUID worker, Instant at) {
    return tx.sql()
        .createQuery(
            """
            UPDATE jobs
               SET worker_id = :worker, heard_at = :at, started_at = :at, updated_at = :at
             WHERE id = (SELECT id
                           FROM jobs
                          WHERE status = 'pending' AND type = :type
                       ORDER BY number
                            FOR UPDATE SKIP LOCKED
                          LIMIT 1)
            RETURNING id
            """)
        .bind("type", type)
        .bind("worker", worker)
        .bind("at", at)
        .mapTo(JobId.class)
        .findOne();
  }

  Optional<Job> lock(Tx tx, JobId id) {
    return tx.sql()
        .createQuery("SELECT " + COLUMNS + "  FROM jobs j WHERE j.id = :id FOR NO KEY UPDATE OF j")
        .bind("id", id)
        .map(ROW)
        .findOne();
  }

  Optional<Job> find(Tx tx, JobId id) {
    return tx.sql()
        .createQuery("SELECT " + COLUMNS + "  FROM jobs j WHERE j.id = :id")
        .bind("id", id)
        .map(ROW)
        .findOne();
  }

  /// @param error why it failed; empty when it did not
  void complete(Tx tx, JobId id, String error, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE jobs
               SET completed_at = :at, updated_at = :at, error = :error,
                   started_at = coalesce(started_at, CASE WHEN canceled_at IS NULL THEN CAST(:at AS timestamptz) END)
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("error", error)
        .bind("at", at)
        .execute();
  }

  void markCanceled(Tx tx, JobId id, Instant at) {
    tx.sql()
        .createUpdate("UPDATE jobs SET canceled_at = :at, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("at", at)
        .execute();
  }

  void beat(Tx tx, UUID worker, Collection<JobId> jobs, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE jobs
               SET heard_at = :at
             WHERE id = ANY(:jobs) AND worker_id = :worker AND completed_at IS NULL
            """)
        .bindArray("jobs", UUID.class, jobs.stream().map(JobId::value).toArray())
        .bind("worker", worker)
        .bind("at", at)
        .execute();
  }

  /// Jobs of a type under way whose worker was last heard before an instant.
  List<JobId> silentSince(Tx tx, String type, Instant before) {
    return tx.sql()
        .createQuery(
            """
            SELECT id
              FROM jobs
             WHERE started_at IS NOT NULL AND completed_at IS NULL AND heard_at < :before AND type = :type
            """)
        .bind("before", before)
        .bind("type", type)
        .mapTo(JobId.class)
        .list();
  }
}
