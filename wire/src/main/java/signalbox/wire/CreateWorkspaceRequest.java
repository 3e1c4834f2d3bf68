package signalbox.wire;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /users/{user}/workspaces. Exactly one of the two ids counts; the nil UUID is none.
public record CreateWorkspaceRequest(
    @Nullable UUID templateId,
    @Nullable UUID templateVersionId,
    @Nullable String name,
    @Nullable String autostartSchedule,
    @Nullable Long ttlMs,
    @Nullable List<BuildParameter> richParameterValues,
    @Nullable String automaticUpdates) {}
