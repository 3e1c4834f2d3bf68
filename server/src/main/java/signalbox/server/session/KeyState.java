package signalbox.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.id.UserId;

/// Whether a key is good at a moment, and for whom.
///
/// @param secretSha256 not to be changed
/// @param status of its user
/// @param deleted whether its user is gone
/// @param roles of its user
record KeyState(
    String id,
    byte[] secretSha256,
    String loginType,
    Duration lifetime,
    Instant lastUsed,
    Instant expiresAt,
    UserId user,
    String username,
    String status,
    boolean deleted,
    Set<String> roles) {

  /// How often it is written down that a key is used, and so how exact that is.
  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  /// Why the key opens nothing; empty when it does.
  Optional<Refusal> refusal(Instant now) {
    if (deleted) return Optional.of(SignedOut.unknown());
    if (!now.isBefore(expiresAt)) return Optional.of(SignedOut.expired(expiresAt));
    return status.equals("suspended") ? Optional.of(SignedOut.suspended()) : Optional.empty();
  }

  /// Whether this use must be written down.
  boolean isNoteworthy(Instant now) {
    return status.equals("dormant")
        || Duration.between(lastUsed, now).compareTo(NOTED_EVERY) >= 0
        || !expiryAfterUse(now).equals(expiresAt);
  }

  /// When it expires if it is used now. A session lasts while it is used, to an hour; a token does
  /// not.
  Instant expiryAfterUse(Instant now) {
    var slid = now.plus(lifetime);
    var slides = loginType.equals(ApiKey.SESSION) && expiresAt.isBefore(slid.minus(NOTED_EVERY));
    return slides ? slid : expiresAt;
  }

  Caller.Session caller(Instant expiry) {
    return new Caller.Session(user, username, roles, id, expiry);
  }
}
