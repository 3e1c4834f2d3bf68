package signalbox.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /organizations/{organization}/templates. What is null is as the version's file says, or as
/// usual.
public record CreateTemplateRequest(
    @Nullable String name,
    @Nullable UUID templateVersionId,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable String icon,
    @Nullable Long defaultTtlMs,
    @Nullable Long activityBumpMs,
    @Nullable Boolean allowUserCancelWorkspaceJobs) {}
