package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PUT /workspaces/{id}/autoupdates.
public record UpdateWorkspaceAutomaticUpdatesRequest(@Nullable String automaticUpdates) {}
