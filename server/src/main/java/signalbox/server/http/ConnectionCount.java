package signalbox.server.http;

import java.util.concurrent.atomic.AtomicInteger;

/// How many connections are open on all loops together. Thread-safe.
final class ConnectionCount {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  /// @param max negative: no limit
  ConnectionCount(int max) {
    this.max = max;
  }

  /// Takes a place, or answers false when there is none.
  boolean take() {
    if (open.incrementAndGet() <= max || max < 0) return true;
    open.decrementAndGet();
    return false;
  }

  void give() {
    open.decrementAndGet();
  }
}
