package signalbox.cli.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import signalbox.cli.status.AppRow;
import signalbox.wire.Workspace;

/// The newest of each workspace. For one thread.
final class Board {
  private final Map<UUID, Workspace> workspaces = new LinkedHashMap<>();

  void forget() {
    workspaces.clear();
  }

  void put(Workspace workspace) {
    if (workspace.latestBuild().status().equals("deleted")) workspaces.remove(workspace.id());
    else workspaces.put(workspace.id(), workspace);
  }

  List<AppRow> rows() {
    return AppRow.of(workspaces.values().stream());
  }
}
