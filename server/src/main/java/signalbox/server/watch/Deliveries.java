package signalbox.server.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import signalbox.server.event.LoggedEvent;

/// Measures how long events take from their commit until a loop has shown them to all its watchers.
/// Thread-safe.
public final class Deliveries {
  private final InstantSource clock;
  private final Consumer<Duration> histogram;

  public Deliveries(InstantSource clock, Consumer<Duration> histogram) {
    this.clock = clock;
    this.histogram = histogram;
  }

  void shown(List<LoggedEvent> events) {
    var now = clock.instant();
    for (var event : events) histogram.accept(Duration.between(event.at(), now));
  }
}
