package signalbox.cli.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import signalbox.cli.api.Pauses;

/// A clock that stands still but for pauses, which it takes no time for. Thread-safe.
public final class SteppedClock extends Clock implements Pauses {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse(Sample.AT).plusSeconds(12);

  @Override
  public synchronized void pause(Duration length) {
    pauses.add(length);
    now = now.plus(length);
  }

  public List<Duration> pauses() {
    return pauses;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
