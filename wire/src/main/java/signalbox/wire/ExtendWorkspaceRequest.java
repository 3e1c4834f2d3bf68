package signalbox.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// PUT /workspaces/{id}/extend.
public record ExtendWorkspaceRequest(@Nullable Instant deadline) {}
