package signalbox.server.access;

import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// A workspace that the caller may see, as far as other features need to know it.
///
/// @param owner whose it is, and on whose channel its events go
/// @param deleted whether it is gone; it can still be watched
public record OwnedWorkspace(WorkspaceId id, UserId owner, String name, boolean deleted) {}
