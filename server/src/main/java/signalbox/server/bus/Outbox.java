package signalbox.server.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is still to be sent, in order and bounded: when it is full the oldest message is dropped.
/// Thread-safe.
///
/// Two messages of the bus itself travel along. A wake has its place at the end of a batch. A gap
/// is the news that messages were dropped here: it has its place before those that were not.
final class Outbox {
  static final int CAPACITY = 16_384;

  /// Most messages in a batch, the bus's own not counted.
  static final int BATCH = 1_000;

  private final Envelope wake;
  private final Envelope gap;
  private final LongAdder unsent;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<Envelope> waiting = new ArrayDeque<>();
  private boolean wakeIsDue;
  private boolean gapIsDue;
  private boolean closed;

  /// @param unsent counts what is dropped
  Outbox(Envelope wake, Envelope gap, LongAdder unsent) {
    this.wake = wake;
    this.gap = gap;
    this.unsent = unsent;
  }

  void put(Envelope message) {
    lock.lock();
    try {
      if (closed) {
        unsent.increment();
        return;
      }
      if (waiting.size() == CAPACITY) dropOldest();
      waiting.add(message);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    waiting.remove();
    unsent.increment();
    gapIsDue = true;
  }

  /// Sends a wake with the next batch.
  void wake() {
    lock.lock();
    try {
      wakeIsDue = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to send and takes what has gathered.
  ///
  /// @return empty when all is sent and nothing more will come
  List<Envelope> take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && isEmpty()) news.await();
      return takeBatch();
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return waiting.isEmpty() && !wakeIsDue && !gapIsDue;
  }

  private List<Envelope> takeBatch() {
    var batch = new ArrayList<Envelope>();
    if (gapIsDue) batch.add(gap);
    for (var n = Math.min(BATCH, waiting.size()); n > 0; n--) batch.add(waiting.remove());
    if (wakeIsDue) batch.add(wake);
    gapIsDue = false;
    wakeIsDue = false;
    return batch;
  }

  /// A batch that was taken has not been sent, or nobody knows: its messages are dropped.
  void lost(List<Envelope> batch) {
    var own = (batch.contains(gap) ? 1 : 0) + (batch.contains(wake) ? 1 : 0);
    lock.lock();
    try {
      unsent.add(batch.size() - own);
      gapIsDue |= batch.size() > own || batch.contains(gap);
      wakeIsDue |= batch.contains(wake);
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more messages, and sends a last wake after those that wait.
  void close() {
    lock.lock();
    try {
      closed = true;
      wakeIsDue = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
