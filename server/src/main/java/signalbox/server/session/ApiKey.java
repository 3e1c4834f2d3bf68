package signalbox.server.session;

import java.time.Instant;
import java.util.List;
import signalbox.server.id.UserId;
import signalbox.wire.APIKey;
import signalbox.wire.APIKeyWithOwner;

/// A key as stored, without its secret.
///
/// @param id the public half
/// @param username of its user
/// @param loginType `password` for a session, which lasts while it is used; `token` for an API
///   token, which does not
/// @param tokenName unique among the tokens of a user; empty for sessions
/// @param lastUsed precise to an hour; the Unix epoch when never
public record ApiKey(
    String id,
    UserId userId,
    String username,
    String loginType,
    String tokenName,
    List<String> scopes,
    long lifetimeSeconds,
    Instant lastUsed,
    Instant expiresAt,
    Instant createdAt,
    Instant updatedAt) {

  static final String SESSION = "password";
  static final String TOKEN = "token";

  /// The one scope that keys have: everything that their user may do.
  static final String EVERYTHING = "coder:all";

  /// The one allow list that keys have.
  static final String ANYTHING = "*:*";

  APIKey wire() {
    return new APIKey(
        id,
        userId.value(),
        lastUsed,
        expiresAt,
        createdAt,
        updatedAt,
        loginType,
        "all",
        scopes,
        tokenName,
        lifetimeSeconds,
        List.of(ANYTHING));
  }

  APIKeyWithOwner wireWithOwner() {
    return new APIKeyWithOwner(
        id,
        userId.value(),
        lastUsed,
        expiresAt,
        createdAt,
        updatedAt,
        loginType,
        "all",
        scopes,
        tokenName,
        lifetimeSeconds,
        List.of(ANYTHING),
        username);
  }
}
