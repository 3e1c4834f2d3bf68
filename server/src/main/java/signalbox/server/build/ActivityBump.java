package signalbox.server.build;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
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
  private static final Logger LOG = LoggerFactory.getLogger(ActivityBump.class);
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final ActivityStore store = new ActivityStore();
  private final Database database;
  private final InstantSource clock;
  private final Subscription timer;
  private final AtomicBoolean bumping = new AtomicBoolean();
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
    if (isIdle() || !bumping.compareAndSet(false, true)) return;
    Thread.ofVirtual()
        .name("activity")
        .start(
            () -> {
              try {
                bump();
              } finally {
                bumping.set(false);
              }
            });
  }

  /// Goes through the notes. Blocks.
  public void bump() {
    var noted = takeNotes();
    if (noted.isEmpty()) return;
    try {
      database.run(
          tx -> {
            for (var moved : store.bump(tx, noted, clock.instant())) {
              tx.announce(new Event(moved.owner(), Kind.METADATA_UPDATE, moved.workspace(), null));
            }
          });
    } catch (DatabaseUnavailable e) {
      LOG.debug("Deadlines cannot be moved at the moment.");
    } catch (RuntimeException e) {
      LOG.error("Deadlines could not be moved.", e);
    }
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
