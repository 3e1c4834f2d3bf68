package signalbox.server.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.JobId;
import signalbox.wire.ProvisionerJobLog;

/// SQL of jobs' logs.
final class JobLogStore {
  private static final RowMapper<ProvisionerJobLog> ROW = Rows.of(ProvisionerJobLog.class);

  /// Takes room for a line in its job's log.
  ///
  /// @return whether there was enough
  boolean reserve(Tx tx, JobId job, String output, int max) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE jobs
                   SET log_bytes = log_bytes + :bytes
                 WHERE id = :job AND NOT logs_overflowed AND log_bytes + :bytes <= :max
                """)
            .bind("job", job)
            .bind("bytes", output.getBytes(StandardCharsets.UTF_8).length)
            .bind("max", max)
            .execute()
        == 1;
  }

  void markOverflow(Tx tx, JobId job) {
    tx.sql()
        .createUpdate("UPDATE jobs SET logs_overflowed = true WHERE id = :job")
        .bind("job", job)
        .execute();
  }

  void append(Tx tx, JobId job, Line line, Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO job_logs (job_id, source, level, stage, output, created_at)
            VALUES (:job, 'provisioner', :level, :stage, :output, :at)
            """)
        .bind("job", job)
        .bind("level", line.level())
        .bind("stage", line.stage())
        .bind("output", line.storable())
        .bind("at", at)
        .execute();
  }

  /// A job's lines after a line's id, in order.
  List<ProvisionerJobLog> after(Tx tx, JobId job, long after, int limit) {
    return tx.sql()
        .createQuery(
            """
              SELECT id, created_at, source AS log_source, level AS log_level, stage, output
                FROM job_logs
               WHERE job_id = :job AND id > :after
            ORDER BY id
               LIMIT :limit
            """)
        .bind("job", job)
        .bind("after", after)
        .bind("limit", limit)
        .map(ROW)
        .list();
  }
}
