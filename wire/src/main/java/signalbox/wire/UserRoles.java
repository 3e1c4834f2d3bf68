package signalbox.wire;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The roles of a user, by name.
///
/// @param roles site roles besides member
/// @param organizationRoles one entry for each organization of the user
public record UserRoles(List<String> roles, Map<UUID, List<String>> organizationRoles) {}
