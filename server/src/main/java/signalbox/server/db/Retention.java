package signalbox.server.db;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Forgets, once an hour, what is older than it has to be kept.
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Database database;
  private final Duration events;
  private final List<Runnable> others;
  private final Ticker ticker;
  private final EventLogStore log = new EventLogStore();
  private final Subscription timer;

  /// @param events how long events can be replayed
  /// @param others forget what features keep for a while; may block
  public Retention(Database database, Duration events, List<Runnable> others, Ticker ticker) {
    this.database = database;
    this.events = events;
    this.others = List.copyOf(others);
    this.ticker = ticker;
    timer = Chore.every(PERIOD, ticker, "forgetting what is old", this::forget);
  }

  private void forget() {
    var forgotten = database.write(tx -> log.forget(tx, ticker.instant(), events));
    LOG.debug("Forgot {} events.", forgotten);
    others.forEach(Runnable::run);
  }

  @Override
  public void close() {
    timer.close();
  }
}
