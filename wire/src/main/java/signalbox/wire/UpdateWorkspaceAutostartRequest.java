package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PUT /workspaces/{id}/autostart.
public record UpdateWorkspaceAutostartRequest(@Nullable String schedule) {}
