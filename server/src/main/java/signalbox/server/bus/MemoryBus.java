package signalbox.server.bus;

import java.util.concurrent.locks.ReentrantLock;
import signalbox.server.time.Subscription;

/// A bus inside one process, which never breaks: for a single replica and for tests. Thread-safe.
public final class MemoryBus implements Bus {
  private final BusCounters counters = new BusCounters();
  private final Subscribers subscribers = new Subscribers(counters.received);
  private final ReentrantLock order = new ReentrantLock();
  private volatile boolean closed;

  @Override
  public void publish(String channel, String payload) {
    var envelope = new Envelope(channel, payload);
    counters.published.increment();
    order.lock();
    try {
      subscribers.deliver(envelope.channel(), envelope.payload());
    } finally {
      order.unlock();
    }
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    Envelope.checkChannel(channel);
    var queue = new SubscriberQueue(listener, counters.overflowed);
    subscribers.add(channel, queue);
    return () -> subscribers.end(channel, queue);
  }

  @Override
  public boolean connected() {
    return !closed;
  }

  @Override
  public BusStats stats() {
    return counters.stats(connected(), subscribers);
  }

  @Override
  public void close() {
    closed = true;
    subscribers.close();
  }
}
