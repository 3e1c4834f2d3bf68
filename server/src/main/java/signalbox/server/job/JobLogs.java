package signalbox.server.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import signalbox.server.bus.Bus;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.JobId;
import signalbox.server.stream.Outlet;
import signalbox.server.stream.Tail;
import signalbox.server.time.Ticker;
import signalbox.wire.Json;
import signalbox.wire.ProvisionerJobLog;

/// What jobs say while they are worked on. Thread-safe.
public final class JobLogs {
  /// Most output of one job, in bytes. What goes beyond is dropped, and the job says so.
  public static final int BYTES_MAX = 1 << 20;

  private static final int PAGE = 200;

  /// How often a follower looks even though nobody called it.
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private final JobLogStore store = new JobLogStore();
  private final JobStore jobs = new JobStore();
  private final Database database;
  private final Bus bus;
  private final Ticker ticker;

  public JobLogs(Database database, Bus bus, Ticker ticker) {
    this.database = database;
    this.bus = bus;
    this.ticker = ticker;
  }

  /// Adds lines to a job's log. Call [#tell] after the commit.
  public void append(Tx tx, JobId job, List<Line> lines) {
    for (var line : lines) {
      if (store.reserve(tx, job, line.output(), BYTES_MAX)) {
        store.append(tx, job, line, ticker.instant());
      } else {
        store.markOverflow(tx, job);
        return;
      }
    }
  }

  /// Tells followers on all replicas that there is more to read, or that nothing more will come.
  public void tell(JobId job, boolean end) {
    bus.publish(channel(job), Json.text(new Hint(0, end ? true : null)));
  }

  /// All lines of a job after a line's id.
  public List<ProvisionerJobLog> after(JobId job, long after) {
    return database.read(tx -> store.after(tx, job, after, Integer.MAX_VALUE));
  }

  /// Sends the lines after a line's id as they come, each in a frame of its own, until the job is
  /// done. Called on the outlet's loop.
  public void follow(JobId job, long after, Outlet outlet) {
    var tail = new Tail("the log of job " + job, outlet, after, from -> read(job, from));
    var doubt = ticker.every(DOUBT, tail::hint);
    outlet.onClose(doubt::close);
    tail.listen(bus, channel(job));
  }

  private Tail.Chunk read(JobId job, long after) {
    return database.read(
        tx -> {
          var done = jobs.find(tx, job).orElseThrow().isDone();
          var lines = store.after(tx, job, after, PAGE);
          var position = lines.isEmpty() ? after : lines.getLast().id();
          var full = lines.size() == PAGE;
          return new Tail.Chunk(Tail.Chunk.each(lines), position, full, done && !full);
        });
  }

  private static String channel(JobId job) {
    return "provisioner-log-logs:" + job;
  }

  private record Hint(
      long createdAfter, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean endOfLogs) {}
}
