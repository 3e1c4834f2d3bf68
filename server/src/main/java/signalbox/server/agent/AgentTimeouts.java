package signalbox.server.agent;

import java.time.Duration;
import java.time.InstantSource;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Tells watchers when an agent is late with its first connection: nothing in the database changes
/// then but the time. What is due is a row, so neither a restart nor a second replica loses or
/// doubles the news.
public final class AgentTimeouts implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final AgentStore store = new AgentStore();
  private final Database database;
  private final InstantSource clock;
  private final Subscription timer;

  public AgentTimeouts(Database database, Ticker ticker) {
    this.database = database;
    this.clock = ticker;
    timer = Chore.every(PERIOD, ticker, "the look for late agents", this::look);
  }

  /// Blocks.
  void look() {
    database.run(
        tx -> {
          for (var late : store.takeLate(tx, clock.instant())) {
            tx.announce(new Event(late.owner(), Kind.AGENT_TIMEOUT, late.workspace(), null));
          }
        });
  }

  @Override
  public void close() {
    timer.close();
  }
}
