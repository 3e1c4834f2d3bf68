package signalbox.server.bus;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.bus.Delivery.Gap;
import signalbox.server.bus.Delivery.Message;

/// What one subscriber has yet to be told, in order and bounded. Thread-safe.
///
/// 1. [#put] never blocks.
/// 2. A message that finds the queue full turns the newest one into a [Gap]; it and all that follow
///    are dropped until the listener has come to that gap. So a listener that cannot keep up gets
///    one gap per filled queue, and it looks at the state after everything that it missed.
/// 3. The listener is called from a virtual thread that lives while there is something to tell: an
///    idle subscriber costs no thread.
/// 4. No lock is held while the listener runs, so it may close its own queue.
final class SubscriberQueue {
  static final int CAPACITY = 2048;

  private static final Logger LOG = LoggerFactory.getLogger(SubscriberQueue.class);

  /// A queue that was longer gives its memory back when it is empty: idle subscribers are cheap.
  private static final int USUAL = 16;

  private final Bus.Listener listener;
  private final LongAdder overflowed;
  private final ReentrantLock lock = new ReentrantLock();
  private ArrayDeque<Delivery> waiting = new ArrayDeque<>(USUAL);
  private boolean wasLong;
  private boolean overflowing;
  private boolean draining;
  private volatile boolean closed;

  /// @param overflowed counts the messages that the listener does not get
  SubscriberQueue(Bus.Listener listener, LongAdder overflowed) {
    this.listener = listener;
    this.overflowed = overflowed;
  }

  void put(Delivery delivery) {
    if (add(delivery)) Thread.ofVirtual().name("bus subscriber").start(this::drain);
  }

  /// From now on nothing is handed over; a call that is under way goes on. Does not wait for it.
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting = new ArrayDeque<>(0);
    } finally {
      lock.unlock();
    }
  }

  /// @return whether a thread is to be started
  private boolean add(Delivery delivery) {
    lock.lock();
    try {
      if (closed) return false;
      switch (delivery) {
        case Gap _ -> addGap();
        case Message message -> addMessage(message);
      }
      var start = !draining;
      draining = true;
      return start;
    } finally {
      lock.unlock();
    }
  }

  private void addMessage(Message message) {
    if (overflowing) {
      overflowed.increment();
    } else if (waiting.size() < CAPACITY) {
      waiting.add(message);
      wasLong |= waiting.size() > USUAL;
    } else {
      overflowed.increment();
      addGap();
      overflowing = true;
    }
  }

  /// A gap that still waits stands for this one too, being handed over after it.
  private void addGap() {
    if (waiting.peekLast() instanceof Gap) return;
    if (waiting.size() == CAPACITY) {
      waiting.removeLast();
      overflowed.increment();
    }
    waiting.add(new Gap());
  }

  private void drain() {
    for (var next = take(); next != null; next = take()) {
      if (!closed) hand(next);
    }
  }

  private @Nullable Delivery take() {
    lock.lock();
    try {
      var next = waiting.poll();
      draining = next != null;
      if (waiting.isEmpty()) emptied();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void emptied() {
    overflowing = false;
    if (wasLong) waiting = new ArrayDeque<>(USUAL);
    wasLong = false;
  }

  private void hand(Delivery delivery) {
    try {
      listener.on(delivery);
    } catch (RuntimeException | Error e) {
      LOG.error("A subscriber failed; it gets what comes next all the same.", e);
    }
  }
}
