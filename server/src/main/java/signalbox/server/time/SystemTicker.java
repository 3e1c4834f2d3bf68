package signalbox.server.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's clock and one daemon thread for everything that is done again and again.
public final class SystemTicker implements Ticker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTicker.class);

  private final Clock clock = Clock.systemUTC();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("ticker").daemon().factory());

  public SystemTicker() {
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public Subscription every(Duration period, Runnable task) {
    var nanos = period.toNanos();
    var scheduled =
        thread.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A periodic task failed; it will run again.", e);
    }
  }
}
