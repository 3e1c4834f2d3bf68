package signalbox.server.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.bus.Bus;
import signalbox.server.db.Tx;
import signalbox.server.id.FileId;
import signalbox.server.id.JobId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;
import signalbox.server.time.Subscription;
import signalbox.wire.Json;

/// The queue of jobs. It lives in PostgreSQL, so that any replica may take from it what any replica
/// has put in. Thread-safe.
public final class Jobs {
  /// A job whose worker has been silent for longer has failed.
  public static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private static final String POSTED = "provisioner_job_posted";

  private final JobStore store = new JobStore();
  private final Bus bus;
  private final InstantSource clock;

  public Jobs(Bus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /// Queues a build. Call [#posted] after the commit.
  public JobId addBuild(Tx tx, OrganizationId organization, UserId initiator) {
    var id = JobId.next();
    store.add(tx, id, organization, initiator, Job.BUILD, null, clock.instant());
    return id;
  }

  /// Queues the import of a file. Call [#posted] after the commit.
  public JobId addImport(Tx tx, OrganizationId organization, UserId initiator, FileId file) {
    var id = JobId.next();
    store.add(tx, id, organization, initiator, Job.IMPORT, file, clock.instant());
    return id;
  }

  /// Notes an import that took no work.
  ///
  /// @param initiator null: Signalbox itself
  public JobId addFinishedImport(Tx tx, OrganizationId organization, @Nullable UserId initiator) {
    var id = JobId.next();
    store.add(tx, id, organization, initiator, Job.IMPORT, null, clock.instant());
    store.complete(tx, id, "", clock.instant());
    return id;
  }

  /// Tells the workers of all replicas that there is something to do.
  ///
  /// @param type of the job, such as [Job#BUILD]
  public void posted(OrganizationId organization, String type) {
    bus.publish(POSTED, Json.text(new Posted(organization.value(), type, Map.of())));
  }

  /// Hears when there may be something to do. Blocks until the subscription is in force.
  public Subscription onPosted(Runnable task) {
    return bus.subscribe(POSTED, _ -> task.run());
  }

  /// Takes the oldest pending job of a type for a worker.
  public Optional<JobId> acquire(Tx tx, String type, UUID worker) {
    return store.acquire(tx, type, worker, clock.instant());
  }

  /// Locks a job until commit. Whoever does holds its workspace's lock already, if it has one.
  public Job lock(Tx tx, JobId id) {
    return store.lock(tx, id).orElseThrow();
  }

  public Job get(Tx tx, JobId id) {
    return store.find(tx, id).orElseThrow();
  }

  public void complete(Tx tx, JobId id) {
    store.complete(tx, id, "", clock.instant());
  }

  public void fail(Tx tx, JobId id, String error) {
    store.complete(tx, id, error, clock.instant());
  }

  /// Marks a job as unwanted. One that nobody works on is over with that.
  ///
  /// @return whether it is over
  public boolean cancel(Tx tx, Job job) {
    store.markCanceled(tx, job.id(), clock.instant());
    if (!job.isPending()) return false;
    store.complete(tx, job.id(), "", clock.instant());
    return true;
  }

  /// A worker's sign of life.
  public void beat(Tx tx, UUID worker, Collection<JobId> jobs) {
    if (!jobs.isEmpty()) store.beat(tx, worker, jobs, clock.instant());
  }

  /// Jobs of a type whose worker has been silent for too long.
  public List<JobId> abandoned(Tx tx, String type) {
    return store.silentSince(tx, type, silence());
  }

  private Instant silence() {
    return clock.instant().minus(SILENCE_MAX);
  }

  private record Posted(UUID organizationId, String type, Map<String, String> tags) {}
}
