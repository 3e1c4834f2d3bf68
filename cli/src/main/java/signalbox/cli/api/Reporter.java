package signalbox.cli.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Answer;
import signalbox.cli.http.Request;
import signalbox.cli.http.Unreachable;
import signalbox.wire.Json;
import signalbox.wire.PatchAppStatus;

/// Delivers reports of one agent. A report whose answer got lost is sent again under the same key,
/// and the server stores it once.
public final class Reporter {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int NOT_SIGNED_IN = 401;
  private static final int NOT_FOUND = 404;

  /// Too many reports, and what proxies say for a server that is away.
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final Session agent;
  private final Pauses pauses;
  private final Clock clock;

  public Reporter(Session agent, Pauses pauses, Clock clock) {
    this.agent = agent;
    this.pauses = pauses;
    this.clock = clock;
  }

  /// Returns when the server has it on disk.
  ///
  /// @param key names the report
  public void send(PatchAppStatus report, String key) throws InterruptedException {
    var request =
        new Request("PATCH", "/api/v2/workspaceagents/me/app-status")
            .withBody(Json.bytes(report))
            .with("Idempotency-Key", key);
    var api = new Api(agent);
    var end = clock.instant().plus(PATIENCE);
    var backOff = new BackOff(FIRST_PAUSE, PAUSE_MAX, ThreadLocalRandom.current());
    while (true) {
      var outcome = attempt(api, request);
      if (outcome.problem == null) return;
      var pause = outcome.asked.orElseGet(backOff::next);
      if (!outcome.passing || isAfter(clock.instant().plus(pause), end)) throw outcome.problem;
      pauses.pause(pause);
    }
  }

  private static boolean isAfter(Instant instant, Instant end) {
    return instant.isAfter(end);
  }

  /// @param problem null when it worked
  /// @param passing whether it may work the next time
  /// @param asked how long the server wants to be left alone
  private record Outcome(@Nullable Failure problem, boolean passing, Optional<Duration> asked) {}

  private Outcome attempt(Api api, Request request) {
    try {
      var answer = api.exchange(request);
      if (answer.isOk()) return new Outcome(null, false, Optional.empty());
      return new Outcome(problem(answer), PASSING.contains(answer.status()), retryAfter(answer));
    } catch (Unreachable e) {
      return new Outcome(Problems.unreachable(agent.server(), e), isPassing(e), Optional.empty());
    }
  }

  /// What a refused report is told as.
  static Failure problem(Answer answer) {
    if (answer.status() == NOT_SIGNED_IN)
      return new Failure(
          Exit.NOT_SIGNED_IN,
          "The agent token is not valid, or not any more: each start of a workspace makes a new one, which `signalbox show WORKSPACE --env` prints.");
    var told = Problems.told(answer);
    var notFound = answer.status() == NOT_FOUND || told.contains("No app found");
    return notFound ? new Failure(Exit.NOT_FOUND, told) : Failure.failed(told);
  }

  private static Optional<Duration> retryAfter(Answer answer) {
    return answer
        .header("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static boolean isPassing(Unreachable e) {
    return switch (e.kind()) {
      case REFUSED, TIMED_OUT, BROKEN -> true;
      case UNKNOWN_HOST, UNTRUSTED, NOT_HTTP -> false;
    };
  }
}
