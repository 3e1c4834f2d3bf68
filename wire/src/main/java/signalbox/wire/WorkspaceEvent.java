package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The payload on an owner's channel: what changed, never how.
///
/// @param kind one of ten, or one that we do not know yet
/// @param agentId left out when the kind is not about one agent
public record WorkspaceEvent(
    @Nullable String kind,
    @Nullable UUID workspaceId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID agentId) {}
