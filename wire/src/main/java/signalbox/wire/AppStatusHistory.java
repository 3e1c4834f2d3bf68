package signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of what apps of a workspace said.
///
/// @param next goes into `after` (ascending) or `before` (descending) for the next page; null at
///   the end
public record AppStatusHistory(List<WorkspaceAppStatus> statuses, @Nullable Long next) {}
