package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PATCH /workspaceagents/me/app-status.
///
/// @param icon ignored; old clients send it
/// @param leaseSeconds how long the report may be believed without the agent being connected
public record PatchAppStatus(
    @Nullable String appSlug,
    @Nullable String state,
    @Nullable String message,
    @Nullable String uri,
    @Nullable String icon,
    @Nullable Boolean needsUserAttention,
    @Nullable Integer leaseSeconds) {}
