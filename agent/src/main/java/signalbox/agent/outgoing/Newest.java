package signalbox.agent.outgoing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits to be told to the server where only the newest for each key is worth telling, such as
/// values and states. Thread-safe.
public final class Newest<K, V> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock.
  private final Map<K, V> untold = new LinkedHashMap<>();

  public void put(K key, V value) {
    lock.lock();
    try {
      untold.put(key, value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something, and takes all of it.
  public Map<K, V> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (untold.isEmpty()) changed.await();
      var taken = new LinkedHashMap<>(untold);
      untold.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// What was taken could not be told: it waits again, unless there is something newer.
  public void giveBack(Map<K, V> taken) {
    lock.lock();
    try {
      taken.forEach(untold::putIfAbsent);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
