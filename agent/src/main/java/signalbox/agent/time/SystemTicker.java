package signalbox.agent.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The machine's clock and one daemon thread.
public final class SystemTicker implements Ticker, AutoCloseable {
  private final Clock clock = Clock.systemUTC();
  private final Consumer<RuntimeException> failures;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("ticker").daemon().factory());

  /// @param failures hears what tasks throw; must not throw itself
  public SystemTicker(Consumer<RuntimeException> failures) {
    this.failures = failures;
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public Subscription every(Duration period, Runnable task) {
    var nanos = period.toNanos();
    return stops(
        thread.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public Subscription after(Duration delay, Runnable task) {
    return stops(thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static Subscription stops(Future<?> scheduled) {
    return () -> scheduled.cancel(false);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.accept(e);
    }
  }
}
