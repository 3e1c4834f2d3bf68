package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One numbered transition of a workspace.
///
/// @param deadline when it will be stopped; null when it will not
/// @param resources empty until the job is done
public record WorkspaceBuild(
    UUID id,
    Instant createdAt,
    Instant updatedAt,
    UUID workspaceId,
    String workspaceName,
    UUID workspaceOwnerId,
    String workspaceOwnerName,
    @OmitEmpty String workspaceOwnerAvatarUrl,
    UUID templateVersionId,
    String templateVersionName,
    int buildNumber,
    String transition,
    UUID initiatorId,
    String initiatorName,
    ProvisionerJob job,
    String reason,
    List<WorkspaceResource> resources,
    @Nullable Instant deadline,
    @Nullable Instant maxDeadline,
    String status,
    int dailyCost,
    MatchedProvisioners matchedProvisioners,
    @Nullable UUID templateVersionPresetId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean hasExternalAgent) {}
