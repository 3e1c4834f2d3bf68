package signalbox.agent.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// A clock that moves when a test says so, and then runs what has become due, in order, in the
/// test's thread.
public final class SteppedTicker implements Ticker {
  private static final Duration STEP = Duration.ofMillis(10);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// @param period null for once
  private record Task(Instant at, @Nullable Duration period, Runnable run, long id) {}

  private final List<Task> tasks = new ArrayList<>();
  private long added;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /// What must hold at last.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public Subscription every(Duration period, Runnable run) {
    return add(period, period, run);
  }

  @Override
  public Subscription after(Duration delay, Runnable run) {
    return add(delay, null, run);
  }

  private synchronized Subscription add(Duration delay, @Nullable Duration period, Runnable run) {
    var task = new Task(now.plus(delay), period, run, ++added);
    tasks.add(task);
    return () -> remove(task.id);
  }

  public void advance(Duration by) {
    var end = instant().plus(by);
    for (var task = due(end); task != null; task = due(end)) task.run.run();
    set(end);
  }

  /// Lets time go by, about ten times as fast as outside, until something holds.
  public void until(Condition condition) {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds(condition)) {
      if (System.nanoTime() > end) throw new AssertionError("it never came to that");
      advance(STEP);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /// Lets time go by, so that others can do what they would.
  public void flow(Duration time) {
    var end = instant().plus(time);
    until(() -> !instant().isBefore(end));
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private synchronized @Nullable Task due(Instant end) {
    var due = tasks.stream().filter(t -> !t.at.isAfter(end)).min(Comparator.comparing(Task::at));
    due.ifPresent(this::next);
    return due.orElse(null);
  }

  private void next(Task task) {
    if (task.at.isAfter(now)) now = task.at;
    tasks.remove(task);
    if (task.period == null) return;
    tasks.add(new Task(task.at.plus(task.period), task.period, task.run, task.id));
  }

  private synchronized void set(Instant instant) {
    now = instant;
  }

  private synchronized void remove(long id) {
    tasks.removeIf(task -> task.id == id);
  }
}
