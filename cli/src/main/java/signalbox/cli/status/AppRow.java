package signalbox.cli.status;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signalbox.cli.api.Workspaces;
import signalbox.cli.terminal.Safe;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceApp;
import signalbox.wire.WorkspaceAppStatus;

/// What one app of a workspace said last.
///
/// @param app its slug; empty where a workspace has a row although none of its apps has spoken
/// @param status null when it never spoke
public record AppRow(
    Workspace workspace, String app, @Nullable WorkspaceAppStatus status, Condition condition) {
  private static final Comparator<AppRow> BY_INTEREST =
      Comparator.comparing(AppRow::condition)
          .thenComparing(row -> row.workspace().ownerName())
          .thenComparing(row -> row.workspace().name())
          .thenComparing(AppRow::app);

  /// The rows of workspaces, what needs a human first. An app that never spoke has none, but each
  /// workspace has at least one.
  public static List<AppRow> of(Stream<Workspace> workspaces) {
    return workspaces.flatMap(AppRow::of).sorted(BY_INTEREST).toList();
  }

  private static Stream<AppRow> of(Workspace workspace) {
    var spoken =
        Workspaces.apps(workspace).stream()
            .filter(app -> !app.statuses().isEmpty())
            .map(app -> of(workspace, app))
            .toList();
    return spoken.isEmpty()
        ? Stream.of(row(workspace, "", LatestStatus.of(workspace).orElse(null)))
        : spoken.stream();
  }

  private static AppRow of(Workspace workspace, WorkspaceApp app) {
    return row(workspace, app.slug(), app.statuses().getFirst());
  }

  private static AppRow row(Workspace workspace, String app, @Nullable WorkspaceAppStatus status) {
    return new AppRow(workspace, app, status, Condition.of(workspace.latestBuild(), status));
  }

  String word() {
    return condition.word(workspace.latestBuild(), status);
  }

  String message() {
    if (status != null) return Safe.message(status.message());
    return condition == Condition.QUIET ? "nothing reported yet" : "";
  }

  /// When it was last heard of.
  Instant heardAt() {
    return status == null ? workspace.latestBuild().createdAt() : heardAt(status);
  }

  private static Instant heardAt(WorkspaceAppStatus status) {
    return Objects.requireNonNullElse(status.lastReportedAt(), status.createdAt());
  }
}
