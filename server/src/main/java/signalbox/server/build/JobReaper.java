package signalbox.server.build;

import java.time.Duration;
import signalbox.server.db.Chore;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Fails builds whose worker died. Every replica has one, whether or not it works on builds.
public final class JobReaper implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Subscription timer;

  public JobReaper(Workbench bench, Ticker ticker) {
    timer = Chore.every(PERIOD, ticker, "the look for builds without a worker", bench::reap);
  }

  @Override
  public void close() {
    timer.close();
  }
}
