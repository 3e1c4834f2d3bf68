package signalbox.agent.time;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// The clock and the only way code here may ask to be woken by time. Tests step it. Thread-safe.
///
/// Tasks must be short and must not block: all of them share one thread. What one throws is told
/// and stops nothing.
public interface Ticker extends InstantSource {
  /// Runs a task again and again, first after one period.
  Subscription every(Duration period, Runnable task);

  /// Runs a task once, unless it is stopped before.
  Subscription after(Duration delay, Runnable task);

  /// Waits.
  default void pause(Duration length) throws InterruptedException {
    var over = new CountDownLatch(1);
    try (var _ = after(length, over::countDown)) {
      over.await();
    }
  }
}
