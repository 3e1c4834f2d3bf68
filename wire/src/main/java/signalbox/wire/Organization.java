package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An organization.
public record Organization(
    UUID id,
    String name,
    String displayName,
    String icon,
    String description,
    Instant createdAt,
    Instant updatedAt,
    @JsonProperty("is_default") boolean isDefault,
    List<String> defaultOrgMemberRoles) {}
