package signalbox.server.job;

import java.time.Duration;
import java.util.List;
import signalbox.server.db.Chore;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Fails jobs whose worker died. Every replica has one, whether or not it works on jobs.
public final class JobReaper implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final List<Workplace> places;
  private final Subscription timer;

  public JobReaper(List<Workplace> places, Ticker ticker) {
    this.places = List.copyOf(places);
    timer = Chore.every(PERIOD, ticker, "the look for jobs without a worker", this::reap);
  }

  private void reap() {
    places.forEach(Workplace::reap);
  }

  @Override
  public void close() {
    timer.close();
  }
}
