package signalbox.server.bus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long after each failure, within bounds, and
/// shortened by up to half at random, so that replicas do not come back in step. Not thread-safe.
final class Backoff {
  static final Duration MIN = Duration.ofMillis(100);
  static final Duration MAX = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private long nanos = MIN.toNanos();

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    var longest = nanos;
    nanos = Math.min(2 * nanos, MAX.toNanos());
    return Duration.ofNanos(longest - random.nextLong(longest / 2));
  }

  /// An attempt succeeded.
  void reset() {
    nanos = MIN.toNanos();
  }
}
