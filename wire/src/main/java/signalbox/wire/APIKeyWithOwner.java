package signalbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An element of the list of tokens: an [APIKey] with its user's name.
public record APIKeyWithOwner(
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
    List<String> allowList,
    String username) {}
