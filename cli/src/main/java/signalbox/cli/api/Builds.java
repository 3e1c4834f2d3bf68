package signalbox.cli.api;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;
import signalbox.wire.ProvisionerJobLog;
import signalbox.wire.WorkspaceBuild;

/// Waits for builds, and tells meanwhile what they say.
public final class Builds {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

  private final Api api;
  private final Pauses pauses;
  private final Consumer<ProvisionerJobLog> log;

  public Builds(Api api, Pauses pauses, Consumer<ProvisionerJobLog> log) {
    this.api = api;
    this.pauses = pauses;
    this.log = log;
  }

  /// Returns when the build has succeeded.
  ///
  /// @throws Failure when it has not
  public void await(WorkspaceBuild build) throws InterruptedException {
    var told = 0L;
    var pause = FIRST_PAUSE;
    while (true) {
      var job = api.find(target(build.id()), WorkspaceBuild.class).map(WorkspaceBuild::job);
      told = tell(build.id(), told);
      // A workspace that is gone takes its builds with it.
      if (job.isEmpty()) return;
      switch (job.get().status()) {
        case "succeeded" -> {
          return;
        }
        case "failed", "canceled", "unknown" ->
            throw Failure.failed(
                sentence(
                    build, Objects.requireNonNullElse(job.get().error(), ""), job.get().status()));
        default -> pauses.pause(pause);
      }
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private long tell(UUID build, long after) {
    var lines = api.find(target(build) + "/logs?after=" + after, ProvisionerJobLog[].class);
    var last = after;
    for (var line : lines.orElse(new ProvisionerJobLog[0])) {
      log.accept(line);
      last = line.id();
    }
    return last;
  }

  private static String target(UUID build) {
    return "/api/v2/workspacebuilds/" + build;
  }

  private static String sentence(WorkspaceBuild build, String error, String status) {
    var what = "The " + build.transition() + " of " + build.workspaceName();
    if (status.equals("canceled")) return what + " was canceled.";
    return what
        + " failed"
        + (error.isEmpty() ? "." : ": " + Safe.text(error).replaceAll("\\.$", "") + ".");
  }
}
