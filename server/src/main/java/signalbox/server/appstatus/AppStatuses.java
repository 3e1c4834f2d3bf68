package signalbox.server.appstatus;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import signalbox.server.access.Caller;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.AppId;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.PatchAppStatus;
import signalbox.wire.WorkspaceAppStatus;

/// Takes in what apps say about their work, and tells what they said. Thread-safe.
public final class AppStatuses {
  /// How many statuses of an app stand in its workspace's JSON; the history route has all.
  public static final int SHOWN = 20;

  private static final Duration KEYS_KEPT = Duration.ofHours(24);

  private final AppStatusStore store = new AppStatusStore();
  private final Database database;
  private final Ingest ingest;
  private final InstantSource clock;

  public AppStatuses(Database database, Ingest ingest, InstantSource clock) {
    this.database = database;
    this.ingest = ingest;
    this.clock = clock;
  }

  /// As [#report], for what an agent says in other words than HTTP's.
  ///
  /// @throws signalbox.server.access.Refusal when it is not valid
  public ReportResult report(Caller.Agent agent, PatchAppStatus said) {
    return report(Reports.parse(agent, said, Optional.empty(), new byte[0]));
  }

  /// Stores the report and tells the owner's watchers. Returns after it is on disk.
  ReportResult report(Report report) {
    return ingest.record(report);
  }

  List<AppStatus> history(WorkspaceId workspace, HistoryPage page) {
    return database.read(tx -> store.history(tx, workspace, page));
  }

  /// A status as it is to be told now.
  public WorkspaceAppStatus wire(AppStatus status) {
    return status.wire(clock.instant());
  }

  /// The newest [#SHOWN] statuses of each of these apps, newest first.
  public List<AppStatus> newest(Tx tx, Collection<AppId> apps) {
    return apps.isEmpty() ? List.of() : store.newest(tx, apps, SHOWN);
  }

  /// The newest status of each of these workspaces, if any app ever spoke there.
  public List<AppStatus> newestOf(Tx tx, Collection<WorkspaceId> workspaces) {
    return workspaces.isEmpty() ? List.of() : store.newestOf(tx, workspaces);
  }

  /// Forgets idempotency keys that are older than a day.
  public void forgetOldKeys() {
    database.write(tx -> store.forgetKeys(tx, clock.instant().minus(KEYS_KEPT)));
  }
}
