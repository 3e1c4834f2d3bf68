package signalbox.cli.status;

import java.util.Optional;
import signalbox.cli.api.Workspaces;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceAppStatus;

/// What a workspace said last, whichever of its apps it was. The server keeps it over all builds;
/// in a workspace that runs, what an earlier build said is over.
public final class LatestStatus {
  private LatestStatus() {}

  public static Optional<WorkspaceAppStatus> of(Workspace workspace) {
    return Optional.ofNullable(workspace.latestAppStatus())
        .filter(
            status ->
                !Condition.isAlive(workspace.latestBuild()) || isOfThisBuild(workspace, status));
  }

  private static boolean isOfThisBuild(Workspace workspace, WorkspaceAppStatus status) {
    return Workspaces.agents(workspace).stream()
        .anyMatch(agent -> agent.id().equals(status.agentId()));
  }
}
