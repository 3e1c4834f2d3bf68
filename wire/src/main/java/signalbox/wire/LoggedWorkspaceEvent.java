package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A [WorkspaceEvent] with its place in the owner's log.
///
/// @param seq 1, 2, 3, … without holes
/// @param at when it was committed
public record LoggedWorkspaceEvent(
    String kind,
    UUID workspaceId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID agentId,
    long seq,
    Instant at) {}
