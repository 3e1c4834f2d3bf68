package signalbox.server.build;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Fails builds whose worker died. Every replica has one, whether or not it works on builds.
public final class JobReaper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobReaper.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Workbench bench;
  private final AtomicBoolean reaping = new AtomicBoolean();
  private final Subscription timer;

  public JobReaper(Workbench bench, Ticker ticker) {
    this.bench = bench;
    timer = ticker.every(PERIOD, () -> Thread.ofVirtual().name("reaper").start(this::reap));
  }

  private void reap() {
    if (!reaping.compareAndSet(false, true)) return;
    try {
      bench.reap();
    } catch (DatabaseUnavailable e) {
      LOG.debug("Nothing can be reaped at the moment: the database cannot be reached.");
    } catch (RuntimeException e) {
      LOG.error("Reaping failed.", e);
    } finally {
      reaping.set(false);
    }
  }

  @Override
  public void close() {
    timer.close();
  }
}
