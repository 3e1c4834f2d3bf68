package signalbox.server.workspace;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import signalbox.server.appstatus.AppStatus;
import signalbox.server.appstatus.AppStatuses;
import signalbox.server.build.BuildReader;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.watch.WorkspaceSource;
import signalbox.wire.WorkspaceBuild;

/// Reads whole workspaces, any number of them in the same few statements: workspaces, builds,
/// agents, apps, statuses, resources, newest statuses. Everything that shows a workspace shows what
/// this reads. Thread-safe.
public final class WorkspaceReader implements WorkspaceSource {
  private final WorkspaceStore store = new WorkspaceStore();
  private final BuildReader builds;
  private final AppStatuses statuses;
  private final boolean allowRenames;

  /// @param allowRenames whether workspaces may be renamed here
  public WorkspaceReader(BuildReader builds, AppStatuses statuses, boolean allowRenames) {
    this.builds = builds;
    this.statuses = statuses;
    this.allowRenames = allowRenames;
  }

  /// In the order of the ids.
  @Override
  public List<signalbox.wire.Workspace> workspaces(Tx tx, Collection<WorkspaceId> ids) {
    if (ids.isEmpty()) return List.of();
    var rows = store.all(tx, ids).stream().collect(toMap(Workspace::id, Function.identity()));
    var buildOf = builds.builds(tx, rows.values().stream().map(Workspace::newestBuildId).toList());
    var saidIn =
        statuses.newestOf(tx, ids).stream().collect(toMap(AppStatus::workspaceId, statuses::wire));
    return ids.stream()
        .distinct()
        .map(rows::get)
        .filter(Objects::nonNull)
        .map(
            row ->
                row.wire(
                    Objects.requireNonNull(buildOf.get(row.newestBuildId())),
                    saidIn.get(row.id()),
                    allowRenames))
        .toList();
  }

  @Override
  public List<WorkspaceId> ownedBy(Tx tx, UserId owner) {
    return store.ownedBy(tx, owner);
  }

  /// A workspace that has just been made.
  signalbox.wire.Workspace justMade(Tx tx, WorkspaceId id, WorkspaceBuild build) {
    return store.all(tx, List.of(id)).getFirst().wire(build, null, allowRenames);
  }
}
