package signalbox.wire;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /workspaces/{id}/builds.
public record CreateWorkspaceBuildRequest(
    @Nullable UUID templateVersionId,
    @Nullable String transition,
    @Nullable Boolean dryRun,
    @Nullable String state,
    @Nullable Boolean orphan,
    @Nullable List<BuildParameter> richParameterValues,
    @Nullable String logLevel,
    @Nullable UUID templateVersionPresetId,
    @Nullable String reason,
    @Nullable Object onSuccess) {}
