package signalbox.server.workspace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.access.Refusal;
import signalbox.server.build.Build;
import signalbox.server.build.Builds;
import signalbox.server.build.NewBuild;
import signalbox.server.build.Transition;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Starts stopped workspaces when their schedule says so. The moment is a row: one that passes
/// while no server runs is made up for, and a second replica doubles none. Thread-safe.
public final class AutomaticStarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutomaticStarts.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final WorkspaceStore store = new WorkspaceStore();
  private final Database database;
  private final Builds builds;
  private final InstantSource clock;
  private final Subscription timer;

  public AutomaticStarts(Database database, Builds builds, Ticker ticker) {
    this.database = database;
    this.builds = builds;
    this.clock = ticker;
    timer = Chore.every(PERIOD, ticker, "the look for scheduled starts", this::look);
  }

  /// Blocks.
  public void look() {
    var now = clock.instant();
    for (var due : database.read(tx -> store.dueToStart(tx, now))) {
      if (due.nextStartAt() != null && due.ownerIsActive()) start(due);
      plan(due, now);
    }
  }

  /// First the start, then the plan of the next: who is killed in between finds it started.
  private void start(WorkspaceStore.DueToStart due) {
    var version = due.updates() ? due.activeVersionId() : null;
    try {
      builds.createIf(
          due.id(),
          NewBuild.automatic(Transition.START).withVersion(version),
          AutomaticStarts::isStopped);
    } catch (Refusal e) {
      LOG.warn("Workspace {} was to start now and cannot: {}", due.id(), e);
    }
  }

  private void plan(WorkspaceStore.DueToStart due, Instant now) {
    var next = Schedule.next(due.autostartSchedule(), now).orElse(null);
    database.run(tx -> store.plan(tx, due.id(), due.autostartSchedule(), next));
  }

  private static boolean isStopped(Build build) {
    return build.kind() == Transition.STOP && build.job().isDone();
  }

  @Override
  public void close() {
    timer.close();
  }
}
