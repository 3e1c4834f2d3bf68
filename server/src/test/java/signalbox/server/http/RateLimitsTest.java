package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.testing.SteppedTicker;

class RateLimitsTest {
  private static final Map<String, String> BYPASS = Map.of("X-Coder-Bypass-Ratelimit", "true");

  private final SteppedTicker time = new SteppedTicker();

  @Test
  void theRequestAfterTheLastOneIsRefusedWithAllItsHeaders() {
    var limits = limits(512, 60);
    for (var i = 1; i <= 512; i++) {
      var verdict = count(limits, Limit.API, call("/api/v2/buildinfo"));
      assertThat(verdict.refusal()).isEmpty();
      assertThat(verdict.remaining()).isEqualTo(512 - i);
    }
    var last = count(limits, Limit.API, call("/api/v2/buildinfo"));
    var refusal = last.refusal().orElseThrow();
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TOO_MANY);
    assertThat(refusal.message())
        .isEqualTo("You've been rate limited for sending more than 512 requests in 1m0s.");
    assertThat(refusal.headers()).containsEntry("Retry-After", "60");
    assertThat(headers(last))
        .containsEntry("X-Ratelimit-Limit", "512")
        .containsEntry("X-Ratelimit-Remaining", "0")
        .containsEntry("X-Ratelimit-Reset", Long.toString(epoch("2026-01-01T00:01:00Z")));
  }

  @Test
  void aNewMinuteBeginsAnew() {
    time.advance(Duration.ofSeconds(50));
    var limits = limits(2, 60);
    for (var i = 0; i < 3; i++) count(limits, Limit.API, call("/x"));
    time.advance(Duration.ofSeconds(9));
    assertThat(count(limits, Limit.API, call("/x")).refusal()).isPresent();
    time.advance(Duration.ofSeconds(1));
    var verdict = count(limits, Limit.API, call("/x"));
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.remaining()).isEqualTo(1);
    assertThat(verdict.reset()).isEqualTo(epoch("2026-01-01T00:02:00Z"));
  }

  @Test
  void pathsUsersAndAddressesAreCountedApart() {
    var limits = limits(1, 60);
    var alice = session(Set.of());
    count(limits, Limit.API, call("/x"));
    assertThat(count(limits, Limit.API, call("/x")).refusal()).isPresent();
    assertThat(count(limits, Limit.API, Calls.call(Method.PUT, "/x", Map.of())).refusal())
        .as("a path has one counter for all its methods")
        .isPresent();
    assertThat(count(limits, Limit.API, call("/y")).refusal()).isEmpty();
    assertThat(count(limits, Limit.API, call("/x", Map.of("remote", "192.0.2.2"))).refusal())
        .isEmpty();
    assertThat(count(limits, Limit.API, Calls.as(alice, call("/x"))).refusal()).isEmpty();
    assertThat(count(limits, Limit.API, Calls.as(alice, call("/x"))).refusal()).isPresent();
    assertThat(count(limits, Limit.API, Calls.as(session(Set.of()), call("/x"))).refusal())
        .isEmpty();
  }

  @Test
  void aLoginCountsAgainstBothLimitsAndTellsOfTheNarrower() {
    var limits = limits(3, 2);
    assertThat(count(limits, Limit.LOGIN, call("/login")).limit()).isEqualTo(2);
    assertThat(count(limits, Limit.LOGIN, call("/login")).remaining()).isZero();
    var third = count(limits, Limit.LOGIN, call("/login"));
    assertThat(third.refusal().orElseThrow().message())
        .isEqualTo("You've been rate limited for sending more than 2 requests in 1m0s.");
    assertThat(count(limits, Limit.LOGIN, call("/login")).refusal().orElseThrow().message())
        .contains("more than 3 requests");
  }

  /// Scenario 40, files.
  @Test
  void filesHaveANarrowerLimit() {
    var limits = limits(512, 60);
    for (var i = 0; i < 12; i++) {
      assertThat(count(limits, Limit.FILES, call("/files/x")).refusal()).isEmpty();
    }
    assertThat(count(limits, Limit.FILES, call("/files/x")).refusal().orElseThrow().message())
        .contains("more than 12 requests");
    assertThat(count(limits, Limit.API, call("/files/x")).refusal()).isEmpty();
  }

  @Test
  void aNegativeLimitIsNone() {
    var limits = limits(-1, -1);
    for (var i = 0; i < 1_000; i++) {
      var verdict = count(limits, Limit.LOGIN, call("/login"));
      assertThat(verdict.refusal()).isEmpty();
      assertThat(headers(verdict)).isEmpty();
    }
  }

  @Test
  void probesAreNotCounted() {
    var limits = limits(1, 1);
    for (var i = 0; i < 10; i++) {
      assertThat(headers(count(limits, Limit.NONE, call("/healthz")))).isEmpty();
    }
  }

  @Test
  void onlyWhoRunsTheDeploymentMayAskNotToBeCounted() {
    var limits = limits(1, 1);
    var owner = session(Set.of("owner"));
    for (var i = 0; i < 10; i++) {
      assertThat(count(limits, Limit.LOGIN, Calls.as(owner, call("/x", BYPASS))).refusal())
          .isEmpty();
    }
    var refusal =
        catchThrowableOfType(
            Refusal.class,
            () -> count(limits, Limit.API, Calls.as(session(Set.of()), call("/x", BYPASS))));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BYPASS_REFUSED);
    count(limits, Limit.API, call("/x", BYPASS));
    assertThat(count(limits, Limit.API, call("/x", BYPASS)).refusal()).isPresent();
  }

  @Test
  void agentsAreCountedEachBySecondWithABurst() {
    var limits = new RateLimits(new RateLimits.Settings(1, 1, 1, 100, 1_000), time);
    var one = agent();
    for (var i = 0; i < 1_000; i++) assertThat(report(limits, one).refusal()).isEmpty();
    var refusal = report(limits, one).refusal().orElseThrow();
    assertThat(refusal.message())
        .isEqualTo("You've been rate limited for sending more than 100 requests in 1s.");
    assertThat(refusal.headers()).containsEntry("Retry-After", "1");
    assertThat(report(limits, agent()).refusal()).isEmpty();
    time.advance(Duration.ofMillis(500));
    for (var i = 0; i < 50; i++) assertThat(report(limits, one).refusal()).isEmpty();
    assertThat(report(limits, one).refusal()).isPresent();
  }

  private RateLimits limits(int api, int login) {
    return new RateLimits(new RateLimits.Settings(api, login, 12, -1, 1), time);
  }

  private static RateLimits.Verdict count(RateLimits limits, Limit limit, Call call) {
    return limits.count(
        new Route(Method.GET, "/x", Access.OPEN, limit, _ -> Reply.nothing()), call);
  }

  private static RateLimits.Verdict report(RateLimits limits, Caller.Agent agent) {
    return count(limits, Limit.REPORT, Calls.as(agent, call("/report")));
  }

  private static Map<String, String> headers(RateLimits.Verdict verdict) {
    var headers = new HashMap<String, String>();
    if (verdict.on(Reply.nothing()) instanceof Reply.Whole whole) {
      whole.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
    }
    return headers;
  }

  private static Caller.Session session(Set<String> roles) {
    return new Caller.Session(UserId.next(), "someone", roles, "key", Instant.MAX);
  }

  private static Caller.Agent agent() {
    return new Caller.Agent(AgentId.next(), WorkspaceId.next(), UserId.next());
  }

  private static Call call(String path) {
    return call(path, Map.of());
  }

  private static Call call(String path, Map<String, String> headers) {
    return Calls.call(Method.GET, path, headers);
  }

  private static long epoch(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }
}
