package signalbox.server.http;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of requests' bodies the server holds at once. Bodies are read before it is known
/// who sends them, so without a bound on all of them strangers could fill the memory. Thread-safe.
final class BodyBudget {
  private final AtomicLong left;

  /// @param bytes how many for all requests together
  BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  /// @return whether there was room
  boolean take(int bytes) {
    if (left.addAndGet(-bytes) >= 0) return true;
    left.addAndGet(bytes);
    return false;
  }

  void give(int bytes) {
    left.addAndGet(bytes);
  }
}
