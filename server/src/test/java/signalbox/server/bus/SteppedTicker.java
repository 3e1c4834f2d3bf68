package signalbox.server.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// A clock that stands still; each step runs every task once.
final class SteppedTicker implements Ticker {
  private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

  void step() {
    tasks.forEach(Runnable::run);
  }

  @Override
  public Subscription every(Duration period, Runnable task) {
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH;
  }
}
