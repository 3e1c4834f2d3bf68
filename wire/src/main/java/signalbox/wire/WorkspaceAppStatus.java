package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an app said about its own work.
///
/// @param icon always empty; old clients look for it
/// @param liveness `live`, `lost` or `ended`: whether it can still be believed; left out while that
///   is not known
/// @param source `self_reported` or `observed`
/// @param seq number of the owner's event that announced it
/// @param repeatCount how often it was said in a row
public record WorkspaceAppStatus(
    UUID id,
    Instant createdAt,
    UUID workspaceId,
    UUID agentId,
    UUID appId,
    String state,
    String message,
    String uri,
    String icon,
    boolean needsUserAttention,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String liveness,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant leaseExpiresAt,
    String source,
    long seq,
    int repeatCount,
    Instant lastReportedAt) {}
