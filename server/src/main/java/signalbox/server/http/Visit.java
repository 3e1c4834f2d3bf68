package signalbox.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// What one connection is about: whether it asked for something, and since when it is silent. Lives
/// on its loop.
final class Visit {
  /// A connection without a complete request is closed after this long. Bytes that trickle in do
  /// not prolong it.
  private static final Duration HEADER = Duration.ofSeconds(10);

  /// A kept-alive connection without another complete request is closed after this long.
  private static final Duration IDLE = Duration.ofSeconds(75);

  private final InstantSource clock;
  private final Semaphore inFlight;
  private Instant since;
  private boolean everAsked;
  private int pending;
  private int streaming;

  /// @param inFlight has one permit taken for each request that is not answered yet
  Visit(InstantSource clock, Semaphore inFlight) {
    this.clock = clock;
    this.inFlight = inFlight;
    this.since = clock.instant();
  }

  /// A request came in.
  void asked() {
    everAsked = true;
    pending++;
    inFlight.acquireUninterruptibly();
  }

  /// Its answer is a stream, which has no end that could be waited for.
  void answering() {
    streaming++;
    inFlight.release();
  }

  /// Its answer is out.
  void done() {
    pending--;
    if (streaming > 0) streaming--;
    else inFlight.release();
    since = clock.instant();
  }

  /// Whether it has nothing to say.
  boolean isOver(Instant now) {
    return pending == 0 && since.plus(everAsked ? IDLE : HEADER).isBefore(now);
  }
}
