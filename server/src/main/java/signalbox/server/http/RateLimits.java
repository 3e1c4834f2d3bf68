package signalbox.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.id.AgentId;

/// How often a caller may ask. Counted in this process only; a negative limit switches one off.
/// Thread-safe.
///
/// People are counted per minute, user (or address) and path; agents per second and agent, so that
/// reporters behind one address do not share a limit.
public final class RateLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Memory that the counters may take, in bytes; the least used are forgotten first. Their names
  /// have paths in them, and those are as long as a client likes.
  private static final long BYTES_MAX = 64L * 1024 * 1024;

  private static final int COUNTER_BYTES = 400;

  private final Settings settings;
  private final InstantSource clock;
  private final Cache<String, Bucket> buckets;

  /// @param api requests per minute, user (or address) and path; negative: no limit
  /// @param login the same for routes where passwords are tried
  /// @param files the same for routes that move files
  /// @param report requests per second and agent; negative: no limit
  /// @param reportBurst how many an agent may send at once
  public record Settings(int api, int login, int files, int report, int reportBurst) {}

  public RateLimits(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.buckets =
        Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .<String, Bucket>weigher((name, _) -> COUNTER_BYTES + 2 * name.length())
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();
  }

  /// What counting a call came to.
  ///
  /// @param limit requests per window, or negative when the call is not limited
  /// @param remaining how many are left in this window
  /// @param reset when the window ends, in Unix seconds
  public record Verdict(int limit, long remaining, long reset, Optional<Refusal> refusal) {
    static final Verdict FREE = new Verdict(-1, 0, 0, Optional.empty());

    /// The reply with the headers that tell of the limit.
    Reply on(Reply reply) {
      if (limit < 0 || !(reply instanceof Reply.Whole whole)) return reply;
      return whole
          .with("X-Ratelimit-Limit", Integer.toString(limit))
          .with("X-Ratelimit-Remaining", Long.toString(remaining))
          .with("X-Ratelimit-Reset", Long.toString(reset));
    }
  }

  Verdict count(Route route, Call call) {
    return switch (route.limit()) {
      case NONE -> Verdict.FREE;
      case REPORT -> report(call);
      case API -> bypass(call) ? Verdict.FREE : perMinute("api", settings.api(), call);
      case LOGIN -> narrower("login", settings.login(), call);
      case FILES -> narrower("files", settings.files(), call);
    };
  }

  private Verdict narrower(String name, int limit, Call call) {
    if (bypass(call)) return Verdict.FREE;
    var api = perMinute("api", settings.api(), call);
    if (api.refusal().isPresent() || limit < 0) return api;
    return perMinute(name, limit, call);
  }

  private Verdict perMinute(String name, int limit, Call call) {
    if (limit < 0) return Verdict.FREE;
    var key = name + ' ' + who(call) + ' ' + call.path();
    var bucket =
        buckets.get(
            key,
            _ ->
                bucket(
                    Bandwidth.builder()
                        .capacity(limit)
                        .refillIntervallyAligned(limit, MINUTE, nextMinute())
                        .build()));
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Verdict(
        limit,
        probe.getRemainingTokens(),
        nextMinute().getEpochSecond(),
        probe.isConsumed() ? Optional.empty() : Optional.of(tooMany(limit, "1m0s", "60")));
  }

  private Verdict report(Call call) {
    if (!(call.caller() instanceof Caller.Agent agent)) return Verdict.FREE;
    if (countReport(agent.agent())) return Verdict.FREE;
    return new Verdict(-1, 0, 0, Optional.of(tooMany(settings.report(), "1s", "1")));
  }

  /// Counts a report of an agent, by whichever way it came.
  ///
  /// @return false when it has sent too many
  public boolean countReport(AgentId agent) {
    if (settings.report() < 0) return true;
    var bandwidth =
        Bandwidth.builder()
            .capacity(settings.reportBurst())
            .refillGreedy(settings.report(), Duration.ofSeconds(1))
            .build();
    return buckets.get("agent " + agent, _ -> bucket(bandwidth)).tryConsume(1);
  }

  /// Whoever runs the deployment may ask not to be counted; others who ask are told no.
  private static boolean bypass(Call call) {
    if (call.header("X-Coder-Bypass-Ratelimit").filter("true"::equals).isEmpty()) return false;
    if (!(call.caller() instanceof Caller.Session session)) return false;
    if (session.runsDeployment()) return true;
    throw Refusal.of(
        Refusal.Kind.BYPASS_REFUSED, "Rate limits are only bypassed for owners of the deployment.");
  }

  private static String who(Call call) {
    return call.caller() instanceof Caller.Session session
        ? session.user().toString()
        : call.remoteAddress();
  }

  private Bucket bucket(Bandwidth bandwidth) {
    return Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(new Clock(clock)).build();
  }

  private Instant nextMinute() {
    return clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(MINUTE);
  }

  private static Refusal tooMany(int limit, String window, String retryAfter) {
    return Refusal.of(
            Refusal.Kind.TOO_MANY,
            "You've been rate limited for sending more than "
                + limit
                + " requests in "
                + window
                + ".")
        .withHeader("Retry-After", retryAfter);
  }

  private record Clock(InstantSource source) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      var now = source.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
