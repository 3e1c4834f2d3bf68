package signalbox.agent.outgoing;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signalbox.agent.console.Console;

/// What waits to be told to the server, oldest first. Thread-safe; one at a time takes out of it.
///
/// What is taken stays until it is [#done], so whoever comes after a connection that broke takes it
/// again. When it is full the oldest that is not being told goes, and those that went are counted.
public final class Outbox<T> {
  private final String what;
  private final int capacity;
  private final Console console;
  private final Consumer<T> dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private @Nullable T taken;
  private long lost;

  /// @param what its content in the plural, for people
  public Outbox(String what, int capacity, Console console) {
    this(what, capacity, console, _ -> {});
  }

  /// @param dropped hears of each that goes because there is no room; must not block
  public Outbox(String what, int capacity, Console console, Consumer<T> dropped) {
    this.what = what;
    this.capacity = capacity;
    this.console = console;
    this.dropped = dropped;
  }

  public void put(T item) {
    lock.lock();
    try {
      if (waiting.size() == capacity) lose(waiting.remove());
      waiting.add(item);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the oldest. The same again until it is [#done].
  public T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var next = taken;
      while (next == null) {
        next = waiting.poll();
        if (next == null) changed.await();
      }
      taken = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// What was taken has been told, or is not worth telling any more.
  public void done() {
    lock.lock();
    try {
      taken = null;
      if (lost > 0 && waiting.isEmpty()) {
        console.say("%d %s were lost while too many waited.".formatted(lost, what));
        lost = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    lock.lock();
    try {
      return taken == null && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  String what() {
    return what;
  }

  private void lose(T item) {
    if (lost++ == 0) {
      console.say(
          "More than %d %s wait to be told; the oldest are dropped.".formatted(capacity, what));
    }
    dropped.accept(item);
  }
}
