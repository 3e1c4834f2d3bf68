package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PUT /workspaces/{id}/ttl.
public record UpdateWorkspaceTtlRequest(@Nullable Long ttlMs) {}
