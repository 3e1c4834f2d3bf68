package signalbox.agent.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.Metadatum;
import signalbox.agent.api.Reading;
import signalbox.agent.outgoing.Newest;
import signalbox.agent.process.Shell;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// The workspace's metadata: each is measured at its interval, never twice at a time, and only its
/// newest value waits to be told. Thread-safe.
///
/// Nothing is measured while nobody hears of it: who has a connection [#open]s them.
public final class Metadata implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// Scripts that run beside each other; others wait for their turn.
  private static final int TOGETHER_MAX = 8;

  private static final class Item {
    private final Metadatum metadatum;
    private @Nullable Instant due = Instant.MIN;
    private boolean running;

    Item(Metadatum metadatum) {
      this.metadatum = metadatum;
    }
  }

  private final Measuring measuring;
  private final Ticker ticker;
  private final Semaphore turns = new Semaphore(TOGETHER_MAX, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Newest<String, Reading> readings = new Newest<>();

  // All below is guarded by the lock.
  private final List<Item> items;

  private boolean closed;

  public Metadata(List<Metadatum> metadata, Shell shell, Ticker ticker) {
    this.items = metadata.stream().map(Item::new).toList();
    this.measuring = new Measuring(shell, ticker);
    this.ticker = ticker;
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  /// Measures what is due, again and again.
  public Subscription open() {
    look();
    return ticker.every(LOOK, this::look);
  }

  /// Values that were not told yet, by their keys.
  public Newest<String, Reading> readings() {
    return readings;
  }

  /// Nothing is measured any more.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    for (var item : due()) Thread.ofVirtual().name("metadata").start(() -> measure(item));
  }

  private List<Item> due() {
    lock.lock();
    try {
      var now = ticker.instant();
      var due = new ArrayList<Item>();
      if (closed) return due;
      for (var item : items) {
        if (item.running || item.due == null || item.due.isAfter(now)) continue;
        var interval = item.metadatum.interval();
        item.due = interval.isZero() ? null : now.plus(interval);
        item.running = true;
        due.add(item);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void measure(Item item) {
    try {
      turns.acquire();
      try {
        readings.put(item.metadatum.key(), measuring.measure(item.metadatum));
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      over(item);
    }
  }

  private void over(Item item) {
    lock.lock();
    try {
      item.running = false;
    } finally {
      lock.unlock();
    }
  }
}
