package signalbox.server.process;

import java.time.Duration;
import java.time.Instant;

/// How long to wait before a program that has ended is started again: longer each time, and short
/// again when it had run for a while.
///
/// @param failures how often in a row it ended soon
/// @param startedAt when it was started last
record Patience(int failures, Instant startedAt) {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration LASTED = Duration.ofMinutes(2);

  static Patience first(Instant now) {
    return new Patience(0, now);
  }

  /// When it may be started again.
  Instant until() {
    if (failures > 6) return startedAt.plus(LONG);
    return startedAt.plus(SHORT.multipliedBy(1L << failures));
  }

  /// It is started again.
  Patience again(Instant now) {
    var lasted = startedAt.plus(LASTED).isBefore(now);
    return new Patience(lasted ? 0 : failures + 1, now);
  }
}
