package signalbox.server.build;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import signalbox.server.access.Refusal;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.WorkspaceId;

/// When running workspaces are to be stopped. Thread-safe.
public final class Deadlines {
  /// Told as 30 minutes; the missing one is for the way of the request.
  private static final Duration AHEAD_MIN = Duration.ofMinutes(29);

  private final BuildStore store = new BuildStore();
  private final Database database;
  private final InstantSource clock;

  public Deadlines(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Moves a workspace's deadline to another moment. Watchers are told whatever comes of it, as
  /// clients expect.
  public ExtendResult extend(WorkspaceId id, Instant deadline) {
    return database.write(
        tx -> {
          var workspace = store.lockWorkspace(tx, id).orElseThrow(Refusal::notFound);
          tx.announce(new Event(workspace.ownerId(), Kind.METADATA_UPDATE, id, null));
          var build = store.newest(tx, id).orElseThrow();
          return extend(tx, build, deadline.truncatedTo(ChronoUnit.MICROS));
        });
  }

  private ExtendResult extend(Tx tx, Build build, Instant deadline) {
    if (build.kind() != Transition.START) return new ExtendResult.NotStarted(build.transition());
    if (!build.job().isDone()) return new ExtendResult.StillBuilding();
    if (build.deadline() == null) return new ExtendResult.NoDeadline();
    if (deadline.isBefore(clock.instant().plus(AHEAD_MIN))) return new ExtendResult.TooSoon();
    var max = build.maxDeadline();
    if (max != null && deadline.isAfter(max)) return new ExtendResult.BeyondMax();
    store.moveDeadline(tx, build.id(), deadline, clock.instant());
    return new ExtendResult.Extended(deadline);
  }

  /// Lets a running workspace run as long as it may. The caller holds its row.
  public void release(Tx tx, WorkspaceId id) {
    var build = store.newest(tx, id).orElseThrow();
    if (build.kind() == Transition.START && build.deadline() != null) {
      store.moveDeadline(tx, build.id(), build.maxDeadline(), clock.instant());
    }
  }
}
