package signalbox.server.liveness;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long the newest status of an app can be believed.
///
/// While the agent that it came from is connected, the connection holds it. When that ends, there
/// is a grace for a reconnect or a restart of the server. What was said without a connection holds
/// for as long as the reporter asked.
///
/// @param reportedAt when it was said last
/// @param seconds how long the reporter asked that it be believed; null: [#USUAL]
/// @param agent the connection of the agent that it came from
/// @param ended whether that agent's build is over
public record Lease(
    Instant reportedAt, @Nullable Integer seconds, Connection agent, boolean ended) {
  /// For reporters that ask for nothing.
  public static final Duration USUAL = Duration.ofMinutes(5);

  /// Between the end of a connection and the loss of what it held.
  public static final Duration GRACE = Duration.ofSeconds(20);

  public Liveness liveness(Instant now) {
    if (ended) return Liveness.ENDED;
    return agent.isUp(now) || now.isBefore(latest()) ? Liveness.LIVE : Liveness.LOST;
  }

  /// When it will be, or was, lost if nothing more is heard; null while a connection holds it, and
  /// when its build is over.
  public @Nullable Instant expiresAt(Instant now) {
    return ended || agent.isUp(now) ? null : latest();
  }

  /// When it was lost or will be, at the latest.
  private Instant latest() {
    var end = agent.end();
    return end == null || reportedAt.isAfter(end)
        ? reportedAt.plus(asked(seconds))
        : end.plus(GRACE);
  }

  /// How long a reporter wants to be believed.
  ///
  /// @param seconds null when it asked for nothing
  public static Duration asked(@Nullable Integer seconds) {
    return seconds == null ? USUAL : Duration.ofSeconds(seconds);
  }
}
