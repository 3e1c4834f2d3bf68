package signalbox.agent.line;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long each time, up to a limit, and never the same
/// for two agents that were cut off at once. For one thread.
public final class BackOff {
  private static final double SPREAD = 0.25;
  private static final int DOUBLINGS_MAX = 20;

  private final Duration first;
  private final Duration limit;
  private final RandomGenerator random;
  private int tries;

  public BackOff(Duration first, Duration limit, RandomGenerator random) {
    this.first = first;
    this.limit = limit;
    this.random = random;
  }

  /// Counts a try that failed.
  public Duration next() {
    var doubled = first.toMillis() << Math.min(tries++, DOUBLINGS_MAX);
    var spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(Math.min(doubled, limit.toMillis()) * spread));
  }

  /// It worked.
  public void reset() {
    tries = 0;
  }
}
