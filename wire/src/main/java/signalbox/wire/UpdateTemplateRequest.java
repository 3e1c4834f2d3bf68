package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PATCH /templates/{template}. What is null stays as it is.
public record UpdateTemplateRequest(
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable String icon,
    @Nullable Long defaultTtlMs,
    @Nullable Long activityBumpMs,
    @Nullable Boolean allowUserCancelWorkspaceJobs,
    @Nullable String deprecationMessage) {}
