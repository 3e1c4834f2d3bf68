package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A role by its names.
///
/// @param organizationId left out for a role of the site
public record SlimRole(
    String name,
    String displayName,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String organizationId) {}
