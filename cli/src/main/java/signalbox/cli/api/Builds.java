package signalbox.cli.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;
import signalbox.wire.ProvisionerJob;
import signalbox.wire.ProvisionerJobLog;
import signalbox.wire.TemplateVersion;
import signalbox.wire.WorkspaceBuild;

/// Waits for builds and imports, and tells meanwhile what they say.
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
    await(
        "/api/v2/workspacebuilds/" + build.id(),
        target -> api.find(target, WorkspaceBuild.class).map(WorkspaceBuild::job),
        "The " + build.transition() + " of " + build.workspaceName());
  }

  /// Returns when a template has been imported.
  ///
  /// @throws Failure when it has not
  public void await(TemplateVersion version) throws InterruptedException {
    await(
        "/api/v2/templateversions/" + version.id(),
        target -> api.find(target, TemplateVersion.class).map(TemplateVersion::job),
        "The import");
  }

  private void await(String target, Function<String, Optional<ProvisionerJob>> look, String what)
      throws InterruptedException {
    var told = 0L;
    var pause = FIRST_PAUSE;
    while (true) {
      var job = look.apply(target);
      told = tell(target, told);
      // A workspace that is gone takes its builds with it.
      if (job.isEmpty()) return;
      switch (job.get().status()) {
        case "succeeded" -> {
          return;
        }
        case "failed", "canceled", "unknown" -> throw Failure.failed(sentence(what, job.get()));
        default -> pauses.pause(pause);
      }
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private long tell(String target, long after) {
    var lines = api.find(target + "/logs?after=" + after, ProvisionerJobLog[].class);
    var last = after;
    for (var line : lines.orElse(new ProvisionerJobLog[0])) {
      log.accept(line);
      last = line.id();
    }
    return last;
  }

  private static String sentence(String what, ProvisionerJob job) {
    if (job.status().equals("canceled")) return what + " was canceled.";
    var error = Safe.text(Objects.requireNonNullElse(job.error(), ""));
    if (error.isEmpty()) return what + " failed.";
    return what + " failed: " + error + (error.matches("(?s).*[.?!]") ? "" : ".");
  }
}
