package signalbox.wire;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /users.
///
/// @param organizationId the older form of `organizationIds`
public record CreateUserRequest(
    @Nullable String email,
    @Nullable String username,
    @Nullable String name,
    @Nullable String password,
    @Nullable String loginType,
    @Nullable String userStatus,
    @Nullable List<UUID> organizationIds,
    @Nullable UUID organizationId,
    @Nullable List<String> roles,
    @Nullable Boolean serviceAccount) {}
