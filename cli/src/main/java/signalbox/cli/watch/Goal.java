package signalbox.cli.watch;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.cli.api.Workspaces;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.status.Condition;
import signalbox.cli.status.LatestStatus;
import signalbox.cli.terminal.Safe;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceAppStatus;

/// What a watch waits for, and how it stands with it. For one thread.
///
/// "Complete" and "failure" end the work: whoever waits for one and gets the other waits in vain.
/// So do all whose workspace stops. An app that is lost may come back, so it is waited for.
public final class Goal {
  private static final List<String> OVER =
      List.of("stopped", "deleted", "failed", "canceled", "canceling", "deleting");

  /// What can be waited for.
  public enum State {
    IDLE,
    COMPLETE,
    FAILURE;

    /// As it stands on the wire.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it ended.
  ///
  /// @param sentence for people
  public record Verdict(Exit exit, String sentence) {}

  private final State state;
  private final @Nullable String app;
  private final boolean onlyNew;
  private long before = -1;
  private String last = "nothing reported yet";

  /// @param app the app that is to reach it; null: whichever of the workspace spoke last
  /// @param onlyNew whether what was said before the watch does not count
  public Goal(State state, @Nullable String app, boolean onlyNew) {
    this.state = state;
    this.app = app;
    this.onlyNew = onlyNew;
  }

  /// Looks at the present; empty while there is still something to wait for.
  Optional<Verdict> judge(Workspace workspace) {
    var status = newest(workspace);
    if (before == -1) before = onlyNew && status.isPresent() ? status.get().seq() : 0;
    var counted = status.filter(said -> said.seq() > before);
    counted.ifPresent(said -> last = sentence(workspace, said));
    var end = counted.flatMap(said -> judge(workspace, said));
    return end.isPresent() ? end : stopped(workspace);
  }

  private Optional<Verdict> judge(Workspace workspace, WorkspaceAppStatus said) {
    var reached = said.state().equals(state.toString());
    var ended = List.of("complete", "failure").contains(said.state());
    if (reached && (ended || !isOver(workspace, said))) return verdict(Exit.OK, workspace, said);
    return ended ? verdict(Exit.ENDED_OTHERWISE, workspace, said) : Optional.empty();
  }

  private static boolean isOver(Workspace workspace, WorkspaceAppStatus said) {
    return Condition.isOver(said) || OVER.contains(workspace.latestBuild().status());
  }

  private Optional<Verdict> stopped(Workspace workspace) {
    var build = workspace.latestBuild().status();
    return OVER.contains(build)
        ? Optional.of(
            new Verdict(Exit.ENDED_OTHERWISE, Safe.text(workspace.name()) + " is " + build + "."))
        : Optional.empty();
  }

  private Optional<Verdict> verdict(Exit exit, Workspace workspace, WorkspaceAppStatus said) {
    return Optional.of(new Verdict(exit, sentence(workspace, said)));
  }

  /// The last word, when time is over.
  Verdict timedOut() {
    return new Verdict(Exit.TIMED_OUT, "The time is over, and it is not " + state + ": " + last);
  }

  private Optional<WorkspaceAppStatus> newest(Workspace workspace) {
    if (app == null) return LatestStatus.of(workspace);
    var apps = Workspaces.apps(workspace);
    var named = apps.stream().filter(candidate -> candidate.slug().equals(app)).findFirst();
    if (named.isEmpty() && !apps.isEmpty())
      throw new Failure(
          Exit.NOT_FOUND,
          "%s has no app %s; it has %s."
              .formatted(
                  Safe.text(workspace.name()),
                  app,
                  Safe.text(
                      String.join(
                          ", ", apps.stream().map(candidate -> candidate.slug()).toList()))));
    return named.flatMap(found -> found.statuses().stream().findFirst());
  }

  private String sentence(Workspace workspace, WorkspaceAppStatus said) {
    var who = Objects.requireNonNullElse(app, speaker(workspace, said));
    var lost = Condition.isLost(said) ? " (not heard of since)" : "";
    var message = Safe.message(said.message());
    return Safe.text(workspace.name() + "/" + who + " is " + said.state())
        + lost
        + (message.isEmpty() ? "." : ": " + message);
  }

  private static String speaker(Workspace workspace, WorkspaceAppStatus said) {
    return Workspaces.apps(workspace).stream()
        .filter(candidate -> candidate.id().equals(said.appId()))
        .map(candidate -> candidate.slug())
        .findFirst()
        .orElse("-");
  }
}
