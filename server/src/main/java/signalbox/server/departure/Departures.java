package signalbox.server.departure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.event.Kind;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.AgentId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Tells streams that are about one agent when it is over with it: at once when that comes of a
/// build that was asked for or carried out here, within two seconds when it was on another replica.
/// However many streams there are, they are looked after in one statement. Thread-safe.
public final class Departures implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final DepartureStore store = new DepartureStore();
  private final Map<AgentId, Set<Farewell>> farewells = new ConcurrentHashMap<>();
  private final Chore looking = new Chore("the look for agents that left", this::look);
  private final Database database;
  private final Subscription timer;

  public Departures(Database database, Ticker ticker) {
    this.database = database;
    timer = ticker.every(LOOK, this::lookIfWatched);
  }

  /// Runs a task once when the agent is no longer of its workspace's newest build, also when that
  /// is so already, unless the answer is closed before.
  ///
  /// @param task short; may run on any thread
  public Subscription onLeaving(AgentId agent, Runnable task) {
    return add(agent, new Farewell(task, false));
  }

  /// The same for when the agent may no longer speak: one that is being stopped still may.
  public Subscription onSilence(AgentId agent, Runnable task) {
    return add(agent, new Farewell(task, true));
  }

  private Subscription add(AgentId agent, Farewell farewell) {
    farewells.compute(
        agent,
        (_, others) -> {
          var all = others == null ? ConcurrentHashMap.<Farewell>newKeySet() : others;
          all.add(farewell);
          return all;
        });
    looking.want();
    return () -> forget(agent, farewell);
  }

  private void forget(AgentId agent, Farewell farewell) {
    farewells.computeIfPresent(
        agent,
        (_, others) -> {
          others.remove(farewell);
          return others.isEmpty() ? null : others;
        });
  }

  /// For [signalbox.server.watch.Announcer]: called after each commit; does not block.
  public void committed(LoggedEvent event) {
    if (event.kind().equals(Kind.STATE_CHANGE.wire())) lookIfWatched();
  }

  private void lookIfWatched() {
    if (!farewells.isEmpty()) looking.want();
  }

  private void look() {
    var watched = List.copyOf(farewells.keySet());
    if (watched.isEmpty()) return;
    for (var gone : database.read(tx -> store.gone(tx, watched))) {
      for (var farewell : farewells.getOrDefault(gone.id(), Set.of())) {
        if (farewell.inSilence && !gone.silent()) continue;
        forget(gone.id(), farewell);
        farewell.task.run();
      }
    }
  }

  @Override
  public void close() {
    timer.close();
  }

  /// What one stream does at the end; equal only to itself.
  private static final class Farewell {
    private final Runnable task;
    private final boolean inSilence;

    Farewell(Runnable task, boolean inSilence) {
      this.task = task;
      this.inSilence = inSilence;
    }
  }
}
