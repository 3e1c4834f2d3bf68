package signalbox.server.db;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Work with the database that is done whenever somebody wants it, on a virtual thread of its own:
/// one run at a time, and what is wanted during a run is done by one more after it. A run that
/// fails is logged, quietly if only the database cannot be reached; the next one tries again.
/// Thread-safe.
public final class Chore {
  private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

  private final String name;
  private final Runnable work;
  private final AtomicInteger wanted = new AtomicInteger();

  /// @param name what is done, as the log tells it: "the look at late agents"
  /// @param work may block
  public Chore(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  /// Does some work once in every period, until the answer is closed.
  public static Subscription every(Duration period, Ticker ticker, String name, Runnable work) {
    return ticker.every(period, new Chore(name, work)::want);
  }

  /// Sees to it that a run begins after this call. Never blocks.
  public void want() {
    if (wanted.getAndIncrement() == 0) Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    int seen;
    do {
      seen = wanted.get();
      runOnce();
    } while (!wanted.compareAndSet(seen, 0));
  }

  private void runOnce() {
    try {
      work.run();
    } catch (DatabaseUnavailable e) {
      LOG.debug("Put off, {}: {}.", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("Failed, to be tried again: {}.", name, e);
    }
  }
}
