package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PATCH /workspaces/{id}.
public record UpdateWorkspaceRequest(@Nullable String name) {}
