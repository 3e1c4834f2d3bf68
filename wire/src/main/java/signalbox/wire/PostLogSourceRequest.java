package signalbox.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /workspaceagents/me/log-source.
public record PostLogSourceRequest(
    @Nullable UUID id, @Nullable String displayName, @Nullable String icon) {}
