package signalbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A session key or API token, never with its secret.
///
/// @param lastUsed the Unix epoch until it is used
/// @param scope `all`, for old clients
public record APIKey(
    String id,
    UUID userId,
    Instant lastUsed,
    Instant expiresAt,
    Instant createdAt,
    Instant updatedAt,
    String loginType,
    String scope,
    List<String> scopes,
    String tokenName,
    long lifetimeSeconds,
    List<String> allowList) {}
