package signalbox.server.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// A clock that moves when a test says so, and then runs what has become due, in order, in the
/// test's thread.
public final class SteppedTicker implements Ticker {
  private static final class Task {
    private final Duration period;
    private final Runnable run;
    private Instant next;

    Task(Duration period, Runnable run, Instant next) {
      this.period = period;
      this.run = run;
      this.next = next;
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Subscription every(Duration period, Runnable run) {
    var task = new Task(period, run, now.plus(period));
    tasks.add(task);
    return () -> remove(task);
  }

  public void advance(Duration by) {
    var end = instant().plus(by);
    for (var task = due(end); task != null; task = due(end)) task.run.run();
    set(end);
  }

  private synchronized @org.jspecify.annotations.Nullable Task due(Instant end) {
    var due =
        tasks.stream().filter(t -> !t.next.isAfter(end)).min(Comparator.comparing(t -> t.next));
    due.ifPresent(
        task -> {
          now = task.next;
          task.next = task.next.plus(task.period);
        });
    return due.orElse(null);
  }

  private synchronized void set(Instant instant) {
    now = instant;
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }
}
