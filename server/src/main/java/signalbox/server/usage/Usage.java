package signalbox.server.usage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.WorkspaceId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Keeps account of which workspaces people use. Agents tell it every half minute; all that have
/// told it within a second are written in one statement, and each workspace at most once in
/// [UsageStore#STEP]. What is not written when the server stops is told again soon. Thread-safe.
public final class Usage implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final UsageStore store = new UsageStore();
  private final Database database;
  private final InstantSource clock;
  private final Consumer<Set<WorkspaceId>> activity;
  private final Chore writing = new Chore("noting what is used", this::write);
  private final Subscription timer;
  private Set<WorkspaceId> used = new HashSet<>();

  /// @param activity is told what is used, once in a second at most; must not block
  public Usage(Database database, Consumer<Set<WorkspaceId>> activity, Ticker ticker) {
    this.database = database;
    this.activity = activity;
    this.clock = ticker;
    timer = ticker.every(PERIOD, this::startWriting);
  }

  /// Somebody uses a workspace. Never blocks.
  public synchronized void used(WorkspaceId workspace) {
    used.add(workspace);
  }

  private void startWriting() {
    if (!isIdle()) writing.want();
  }

  private void write() {
    var taken = take();
    if (taken.isEmpty()) return;
    activity.accept(taken);
    database.run(
        tx -> {
          for (var moved : store.use(tx, taken, clock.instant())) {
            tx.announce(new Event(moved.ownerId(), Kind.STATS_UPDATE, moved.id(), null));
          }
        });
  }

  private synchronized boolean isIdle() {
    return used.isEmpty();
  }

  private synchronized Set<WorkspaceId> take() {
    var taken = used;
    used = new HashSet<>();
    return taken;
  }

  @Override
  public void close() {
    timer.close();
  }
}
