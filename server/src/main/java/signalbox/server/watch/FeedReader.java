package signalbox.server.watch;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import signalbox.server.db.Database;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// Reads owners' logs and workspaces, each answer in one frozen moment. Blocks; thread-safe.
final class FeedReader {
  /// Most events of one tick.
  static final int PAGE = 500;

  private final Database database;
  private final WorkspaceSource workspaces;
  private final String epoch;
  private final EventLogStore log = new EventLogStore();

  /// @param epoch names this database in the ids of events
  FeedReader(Database database, WorkspaceSource workspaces, String epoch) {
    this.database = database;
    this.workspaces = workspaces;
    this.epoch = epoch;
  }

  String epoch() {
    return epoch;
  }

  /// What the log has after a position, at most a page of it, with snapshots of the workspaces that
  /// it concerns.
  ///
  /// @param also workspaces to show besides, whether or not something happened to them
  /// @param wanted which of the changed workspaces to show
  Tick after(
      UserId owner, long position, Collection<WorkspaceId> also, Predicate<WorkspaceId> wanted) {
    return database.read(
        tx -> {
          var events = log.after(tx, owner, position, PAGE);
          var to = events.isEmpty() ? position : events.getLast().seq();
          var shown = new LinkedHashSet<>(also);
          events.stream().map(LoggedEvent::workspace).filter(wanted).forEach(shown::add);
          return new Tick(
              epoch, position, to, events, snapshots(tx, to, shown), events.size() < PAGE);
        });
  }

  /// The same without snapshots, for who is far behind: they would be old before they are shown.
  Tick events(UserId owner, long position) {
    return after(owner, position, List.of(), _ -> false);
  }

  /// The present: no events, and every workspace of the owner when they are wanted.
  Tick present(UserId owner, boolean withWorkspaces) {
    return database.read(
        tx -> {
          var position = log.position(tx, owner);
          var shown =
              withWorkspaces
                  ? snapshots(tx, position, workspaces.ownedBy(tx, owner))
                  : List.<Snapshot>of();
          return new Tick(epoch, position, position, List.of(), shown, true);
        });
  }

  /// One workspace as it is now, or empty when there is none of this id.
  Optional<Snapshot> snapshot(UserId owner, WorkspaceId workspace) {
    return database.read(
        tx -> snapshots(tx, log.position(tx, owner), List.of(workspace)).stream().findFirst());
  }

  long position(UserId owner) {
    return database.read(tx -> log.position(tx, owner));
  }

  Map<UserId, Long> positions(Collection<UserId> owners) {
    return database.read(tx -> log.positions(tx, owners));
  }

  /// Where a follower that has seen everything up to an id goes on.
  Start resume(UserId owner, EventId asked) {
    if (!asked.epoch().equals(epoch)) return new Start.Reset("epoch", asked.toString());
    return database.read(
        tx -> {
          var newest = log.position(tx, owner);
          if (asked.seq() > newest) return new Start.Reset("unknown", asked.toString());
          var oldest = log.oldest(tx, owner).orElse(newest + 1);
          if (asked.seq() + 1 < oldest) return new Start.Reset("expired", asked.toString());
          return new Start.At(asked.seq(), asked.owed(), owed(tx, owner, asked, oldest));
        });
  }

  /// When the log has forgotten what would tell which workspaces they are, all of them.
  private Set<WorkspaceId> owed(Tx tx, UserId owner, EventId asked, long oldest) {
    return switch (asked.owed()) {
      case Owed.Since(var since) when since + 1 >= oldest ->
          log.concerned(tx, owner, since, asked.seq());
      case Owed.Since _, Owed.Everything _ -> new LinkedHashSet<>(workspaces.ownedBy(tx, owner));
    };
  }

  private List<Snapshot> snapshots(Tx tx, long position, Collection<WorkspaceId> ids) {
    if (ids.isEmpty()) return List.of();
    return workspaces.workspaces(tx, ids).stream().map(w -> new Snapshot(position, w)).toList();
  }
}
