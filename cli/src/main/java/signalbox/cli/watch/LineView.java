package signalbox.cli.watch;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import signalbox.cli.api.Workspaces;
import signalbox.cli.http.ServerEvent;
import signalbox.cli.status.Condition;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceApp;
import signalbox.wire.WorkspaceAppStatus;

/// One line per status or change of a workspace: time, workspace, app, state, message. For pipes
/// and logs. It begins with the present; what came in one burst is told in full, oldest first.
final class LineView implements View {
  private final Terminal terminal;
  private final Clock clock;
  private final Selection selection;
  private final Map<UUID, String> builds = new HashMap<>();
  private final Map<UUID, WorkspaceAppStatus> newest = new HashMap<>();
  private boolean cut;

  LineView(Terminal terminal, Clock clock, Selection selection) {
    this.terminal = terminal;
    this.clock = clock;
    this.selection = selection;
  }

  @Override
  public void snapshot(Workspace workspace) {
    var build = workspace.latestBuild().status();
    // What was gone before we came is no news.
    if (build.equals("deleted") && !builds.containsKey(workspace.id())) return;
    var before = Objects.requireNonNullElse(builds.put(workspace.id(), build), "");
    if (!before.equals(build)) line(clock.instant(), workspace, "-", build, "");
    for (var app : Workspaces.apps(workspace))
      if (selection.hasApp(app.slug()) && !app.statuses().isEmpty()) tell(workspace, app);
  }

  private void tell(Workspace workspace, WorkspaceApp app) {
    var now = app.statuses().getFirst();
    var before = newest.put(app.id(), now);
    if (before == null) {
      line(workspace, app, now);
      return;
    }
    for (var status : app.statuses().reversed())
      if (status.seq() > before.seq()) line(workspace, app, status);
    if (now.seq() == before.seq() && !liveness(now).equals(liveness(before)))
      line(clock.instant(), workspace, app.slug(), liveness(now), Safe.message(now.message()));
  }

  private static String liveness(WorkspaceAppStatus status) {
    return Objects.requireNonNullElse(status.liveness(), "live");
  }

  private void line(Workspace workspace, WorkspaceApp app, WorkspaceAppStatus status) {
    var state =
        status.state()
            + (status.needsUserAttention() && !Condition.isOver(status) ? ",needs-you" : "");
    var link = status.uri().isEmpty() ? "" : " " + Safe.text(status.uri());
    line(status.createdAt(), workspace, app.slug(), state, Safe.message(status.message()) + link);
  }

  private void line(Instant at, Workspace workspace, String app, String state, String text) {
    var line =
        at.truncatedTo(ChronoUnit.SECONDS)
            + " "
            + Safe.text(workspace.name() + " " + app + " " + state)
            + " "
            + text;
    terminal.line(line.stripTrailing());
  }

  @Override
  public void opened(boolean fresh) {
    if (cut) terminal.say("Connected again.");
    cut = false;
  }

  @Override
  public void cut(String why) {
    if (!cut) terminal.say(why + " Trying again.");
    cut = true;
  }

  @Override
  public void event(ServerEvent event) {}

  @Override
  public void refresh() {}

  @Override
  public void close() {}
}
