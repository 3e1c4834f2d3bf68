package signalbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A user as a member of an organization.
///
/// @param globalRoles site roles besides member
/// @param createdAt when the user became a member
/// @param roles roles in the organization besides member
public record OrganizationMember(
    String username,
    @OmitEmpty String name,
    @OmitEmpty String avatarUrl,
    String email,
    String status,
    String loginType,
    Instant lastSeenAt,
    Instant userCreatedAt,
    Instant userUpdatedAt,
    List<SlimRole> globalRoles,
    boolean hasAiSeat,
    UUID userId,
    UUID organizationId,
    Instant createdAt,
    Instant updatedAt,
    List<SlimRole> roles) {}
