package signalbox.cli.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Connection;
import signalbox.cli.http.Request;
import signalbox.cli.http.Unreachable;
import signalbox.wire.Json;
import signalbox.wire.PatchAppStatus;

/// Hands reports to the agent of the workspace that this runs in. It needs no token, and the agent
/// keeps the report while the server is away.
public final class LocalReporter {
  /// The agent answers within 10 seconds, whatever the server does.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int QUEUED = 202;

  private final Path socket;

  public LocalReporter(Path socket) {
    this.socket = socket;
  }

  /// @param key names the report
  /// @return how it ended; empty when no agent listens there any more
  public Optional<Exit> send(PatchAppStatus report, String key) {
    var request =
        new Request("PATCH", "/api/v2/workspaceagents/me/app-status")
            .withBody(Json.bytes(report))
            .with("Idempotency-Key", key);
    try (var connection = Connection.open(socket, request, PATIENCE)) {
      var answer = connection.answer();
      if (!answer.isOk()) throw Reporter.problem(answer);
      return Optional.of(answer.status() == QUEUED ? Exit.QUEUED : Exit.OK);
    } catch (Unreachable e) {
      return switch (e.kind()) {
        case REFUSED, UNKNOWN_HOST -> Optional.empty();
        case TIMED_OUT, BROKEN, UNTRUSTED, NOT_HTTP ->
            throw Failure.failed("The agent at %s does not answer.".formatted(socket));
      };
    }
  }
}
