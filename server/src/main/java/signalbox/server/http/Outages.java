package signalbox.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of requests that could not be answered for want of the database: the first at
/// once, those after it as a number every ten seconds, because an outage refuses thousands.
/// Thread-safe.
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Instant quietUntil = Instant.MIN;
  private volatile long untold;

  Outages(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void refused(Call call, Throwable why) {
    if (isQuiet()) {
      untold++;
      return;
    }
    tellTheRest();
    quietUntil = clock.instant().plus(PERIOD);
    LOG.warn(
        "{} {} could not be answered: {}: {}",
        call.method(),
        call.path(),
        why.getMessage(),
        reason(why));
  }

  /// After each request that was answered, so that no number stays untold when an outage is over.
  void answered() {
    if (untold > 0) tellTheRestInTime();
  }

  private synchronized void tellTheRestInTime() {
    if (!isQuiet()) tellTheRest();
  }

  private void tellTheRest() {
    if (untold > 0) LOG.warn("Requests that could not be answered since: {}.", untold);
    untold = 0;
  }

  private boolean isQuiet() {
    return clock.instant().isBefore(quietUntil);
  }

  /// What the deepest cause says that says anything.
  private static String reason(Throwable failure) {
    var reason = "";
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause())
      if (cause.getMessage() != null) reason = cause.getMessage();
    return reason;
  }
}
