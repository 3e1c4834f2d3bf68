package signalbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account.
///
/// @param organizationIds null when the user is in none
/// @param roles site roles besides member
public record User(
    UUID id,
    String username,
    @OmitEmpty String name,
    @OmitEmpty String avatarUrl,
    String email,
    Instant createdAt,
    Instant updatedAt,
    Instant lastSeenAt,
    String status,
    String loginType,
    @Nullable List<UUID> organizationIds,
    List<SlimRole> roles,
    boolean hasAiSeat) {}
