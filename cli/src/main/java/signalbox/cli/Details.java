package signalbox.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import signalbox.cli.api.Workspaces;
import signalbox.cli.status.Condition;
import signalbox.cli.terminal.Ago;
import signalbox.cli.terminal.Cell;
import signalbox.cli.terminal.Paint;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Table;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceApp;
import signalbox.wire.WorkspaceAppStatus;

/// A workspace on a page of its own.
final class Details {
  private static final int STATUSES_SHOWN_MAX = 5;

  private final Terminal terminal;
  private final Clock clock;

  Details(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  void print(Workspace workspace) {
    var build = workspace.latestBuild();
    terminal.line(Paint.BOLD, Safe.text(workspace.name()));
    fact("Status", build.status());
    fact("Owner", workspace.ownerName());
    fact("Template", workspace.templateName());
    fact(
        "Build",
        "%d, %s by %s, %s"
            .formatted(
                build.buildNumber(),
                build.transition(),
                build.initiatorName(),
                ago(build.createdAt())));
    var error = build.job().error();
    if (error != null && !error.isEmpty()) fact("Error", error);
    for (var agent : Workspaces.agents(workspace))
      fact("Agent", agent.name() + ", " + agent.status());
    var apps = Workspaces.apps(workspace);
    if (apps.isEmpty()) last(workspace);
    else apps.forEach(this::print);
  }

  private void fact(String name, String text) {
    terminal.line("  %-9s %s".formatted(name, Safe.text(text)));
  }

  private void last(Workspace workspace) {
    var status = workspace.latestAppStatus();
    if (status != null)
      fact("Said last", Safe.message(status.message()) + ", " + ago(status.createdAt()));
  }

  private void print(WorkspaceApp app) {
    terminal.line("");
    terminal.line(Paint.BOLD, Safe.text(app.slug()));
    if (app.statuses().isEmpty()) terminal.line(Paint.DIM, "  nothing reported yet");
    else table(app.statuses()).forEach(line -> terminal.line("  " + line));
  }

  private List<String> table(List<WorkspaceAppStatus> statuses) {
    var table = new Table(List.of("STATE", "MESSAGE", "REPORTED"));
    for (var status : statuses.subList(0, Math.min(statuses.size(), STATUSES_SHOWN_MAX)))
      table.add(cells(status, status.id().equals(statuses.getFirst().id())));
    return table.lines(terminal.size().now().columns() - 2, terminal.colours());
  }

  private List<Cell> cells(WorkspaceAppStatus status, boolean newest) {
    var words = new ArrayList<String>();
    words.add(Safe.text(status.state()));
    if (status.needsUserAttention()) words.add("needs you");
    if (newest && Condition.isLost(status)) words.add("lost");
    if (newest && Condition.isOver(status)) words.add("ended");
    var times = status.repeatCount() > 1 ? " (" + status.repeatCount() + " times)" : "";
    var link = status.uri().isEmpty() ? "" : " " + Safe.text(status.uri());
    return List.of(
        new Cell(
            String.join(", ", words),
            newest && status.needsUserAttention() ? Paint.YELLOW : Paint.PLAIN),
        new Cell(Safe.message(status.message()) + link),
        new Cell(ago(status.createdAt()) + times, Paint.DIM));
  }

  private String ago(Instant instant) {
    return Ago.of(Duration.between(instant, clock.instant()));
  }
}
