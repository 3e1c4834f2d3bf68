package signalbox.server.build;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.access.Refusal;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.id.WorkspaceId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Stops workspaces whose deadline has passed. The deadline is a row, so neither a restart nor a
/// second replica loses or doubles a stop. Thread-safe.
public final class AutomaticStops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutomaticStops.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final BuildStore store = new BuildStore();
  private final Database database;
  private final Builds builds;
  private final InstantSource clock;
  private final Subscription timer;

  public AutomaticStops(Database database, Builds builds, Ticker ticker) {
    this.database = database;
    this.builds = builds;
    this.clock = ticker;
    timer = Chore.every(PERIOD, ticker, "the look for passed deadlines", this::look);
  }

  /// Blocks.
  void look() {
    var now = clock.instant();
    for (var workspace : database.read(tx -> store.overdue(tx, now))) stop(workspace, now);
  }

  private void stop(WorkspaceId workspace, Instant now) {
    try {
      builds.createIf(workspace, NewBuild.automatic(Transition.STOP), last -> isOver(last, now));
    } catch (Refusal e) {
      LOG.warn("Workspace {} is past its deadline and cannot be stopped: {}", workspace, e);
    }
  }

  /// It may have been moved, or somebody stopped the workspace, since it was found.
  private static boolean isOver(Build build, Instant now) {
    var deadline = build.deadline();
    return build.kind() == Transition.START
        && build.job().isDone()
        && deadline != null
        && !deadline.isAfter(now);
  }

  @Override
  public void close() {
    timer.close();
  }
}
