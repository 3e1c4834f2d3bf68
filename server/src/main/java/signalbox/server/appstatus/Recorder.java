package signalbox.server.appstatus;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import signalbox.server.db.Database.Logged;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.id.WorkspaceId;

/// Writes a group of reports in one transaction: locks the owners' counters, reads what the reports
/// are about, decides each in the order in which they came, and writes all of it in one statement.
/// Thread-safe.
public final class Recorder {
  private final AppStatusStore store = new AppStatusStore();
  private final EventLogStore log = new EventLogStore();
  private final InstantSource clock;

  public Recorder(InstantSource clock) {
    this.clock = clock;
  }

  /// @param results one for each report, in their order
  /// @param atWork workspaces in which an app works, or has just stopped working
  record Outcome(List<ReportResult> results, Set<WorkspaceId> atWork) {}

  Logged<Outcome> record(Tx tx, List<Report> reports) {
    var last = log.lock(tx, reports.stream().map(r -> r.agent().owner()).distinct().toList());
    var group =
        new Group(
            last,
            store.targets(tx, reports),
            store.keys(tx, reports),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    var results = reports.stream().map(group::decide).toList();
    if (!group.events().isEmpty()) store.write(tx, group);
    if (!group.newKeys().isEmpty()) store.keep(tx, group.newKeys(), group.at());
    return new Logged<>(new Outcome(results, new HashSet<>(group.atWork())), group.events());
  }
}
