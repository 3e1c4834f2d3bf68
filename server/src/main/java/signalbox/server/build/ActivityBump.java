package signalbox.server.build;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.WorkspaceId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Keeps workspaces running while their apps are at work: moves the deadlines of their builds away.
///
/// Reports come by the thousand, deadlines move every few minutes. So reports only leave a note,
/// and a few times a second one statement goes through the notes of that moment. Notes are lost
/// when the server stops: the next report leaves another. Thread-safe.
public final class ActivityBump implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final ActivityStore store = new ActivityStore();
  private final Database database;
  private final InstantSource clock;
  private final Chore bumping = new Chore("moving deadlines", this::bump);
  private final Subscription timer;
  private Set<WorkspaceId> notes = new HashSet<>();

  public ActivityBump(Database database, Ticker ticker) {
    this.database = database;
    this.clock = ticker;
    timer = ticker.every(PERIOD, this::startBumping);
  }

  /// Apps of these workspaces are at work, or have just stopped working. Never blocks.
  public synchronized void atWork(Set<WorkspaceId> workspaces) {
    notes.addAll(workspaces);
  }

  private void startBumping() {
    if (!isIdle()) bumping.want();
  }

  /// Goes through the notes. Blocks.
  public void bump() {
    var noted = takeNotes();
    if (noted.isEmpty()) return;
    database.run(
        tx -> {
          for (var moved : store.bump(tx, noted, clock.instant())) {
            tx.announce(new Event(moved.owner(), Kind.METADATA_UPDATE, moved.workspace(), null));
          }
        });
  }

  private synchronized boolean isIdle() {
    return notes.isEmpty();
  }

  private synchronized Set<WorkspaceId> takeNotes() {
    var taken = notes;
    notes = new HashSet<>();
    return taken;
  }

  @Override
  public void close() {
    timer.close();
  }
}
