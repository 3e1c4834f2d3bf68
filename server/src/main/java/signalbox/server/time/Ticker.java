package signalbox.server.time;

import java.time.Duration;
import java.time.InstantSource;

/// The clock and the only way code here may ask to be woken by time. Tests step it.
public interface Ticker extends InstantSource {
  /// Runs a task again and again, first after one period. The task must be short and must not
  /// block: all tasks share one thread. What a task throws is logged and does not stop it.
  Subscription every(Duration period, Runnable task);
}
