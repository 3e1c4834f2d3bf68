package signalbox.server.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Tells watchers when an agent is late with its first connection: nothing in the database changes
/// then but the time. What is due is a row, so neither a restart nor a second replica loses or
/// doubles the news.
public final class AgentTimeouts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentTimeouts.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final AgentStore store = new AgentStore();
  private final Database database;
  private final InstantSource clock;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Subscription timer;

  public AgentTimeouts(Database database, Ticker ticker) {
    this.database = database;
    this.clock = ticker;
    timer = ticker.every(PERIOD, this::startLooking);
  }

  private void startLooking() {
    if (!looking.compareAndSet(false, true)) return;
    Thread.ofVirtual()
        .name("agent timeouts")
        .start(
            () -> {
              try {
                look();
              } finally {
                looking.set(false);
              }
            });
  }

  /// Blocks.
  void look() {
    try {
      database.run(
          tx -> {
            for (var late : store.takeLate(tx, clock.instant())) {
              tx.announce(new Event(late.owner(), Kind.AGENT_TIMEOUT, late.workspace(), null));
            }
          });
    } catch (DatabaseUnavailable e) {
      LOG.debug("Late agents cannot be looked for at the moment.");
    } catch (RuntimeException e) {
      LOG.error("Late agents could not be looked for.", e);
    }
  }

  @Override
  public void close() {
    timer.close();
  }
}
