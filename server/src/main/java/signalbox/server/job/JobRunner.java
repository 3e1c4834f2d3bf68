package signalbox.server.job;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.id.JobId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Works on the jobs of one kind, on a few threads of its own. A thread looks into the queue when a
/// job is posted on any replica, and every few seconds in case the news was lost. Without [#start]
/// nothing runs.
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration DOUBT = Duration.ofSeconds(3);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final UUID worker = UUID.randomUUID();
  private final Workplace place;
  private final Jobs jobs;
  private final Ticker ticker;
  private final int width;
  private final Semaphore calls = new Semaphore(0);
  private final Set<JobId> working = ConcurrentHashMap.newKeySet();
  private List<Subscription> subscriptions = List.of();
  private List<Thread> threads = List.of();
  private volatile boolean closed;

  /// @param width how many jobs it works on at the same time
  public JobRunner(Workplace place, Jobs jobs, Ticker ticker, int width) {
    this.place = place;
    this.jobs = jobs;
    this.ticker = ticker;
    this.width = width;
  }

  /// Begins to work. Once.
  public void start() {
    subscriptions =
        List.of(
            jobs.onPosted(this::call),
            ticker.every(DOUBT, this::call),
            ticker.every(HEARTBEAT, () -> Thread.ofVirtual().name("heartbeat").start(this::beat)));
    threads =
        IntStream.range(0, width)
            .mapToObj(n -> Thread.ofPlatform().name("jobs " + n).daemon().start(this::work))
            .toList();
    call();
  }

  /// There may be something to do.
  private void call() {
    if (calls.availablePermits() < width) calls.release(width);
  }

  private void work() {
    try {
      while (!closed) {
        calls.acquire();
        var more = true;
        while (more && !closed) more = runOne();
      }
    } catch (InterruptedException e) {
      LOG.debug("A job thread ends.");
    }
  }

  /// Works on the oldest job that waits, if any, until it is over.
  ///
  /// @return whether there was one
  public boolean runOne() {
    try {
      var taken = place.next(worker);
      taken.ifPresent(this::run);
      return taken.isPresent();
    } catch (DatabaseUnavailable e) {
      LOG.debug("The queue cannot be read at the moment.");
    } catch (RuntimeException e) {
      LOG.error("No job could be taken from the queue.", e);
    }
    return false;
  }

  private void run(Task task) {
    var job = task.job();
    working.add(job);
    try {
      task.finish().run();
    } catch (DatabaseUnavailable e) {
      LOG.warn("Job {} is given up: the database cannot be reached.", job);
    } catch (RuntimeException e) {
      LOG.error("Job {} failed.", job, e);
      task.fail().accept("An internal error occurred; the server's log has more.");
    } finally {
      working.remove(job);
    }
  }

  private void beat() {
    if (working.isEmpty()) return;
    try {
      place.beat(worker, List.copyOf(working));
    } catch (DatabaseUnavailable e) {
      LOG.debug("No sign of life at the moment: the database cannot be reached.");
    }
  }

  /// Takes nothing more and waits for what is under way.
  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    calls.release(width);
    try {
      for (var thread : threads) thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
