package signalbox.wire;

import java.util.List;

/// A page of workspaces.
///
/// @param count all that match
public record WorkspacesResponse(List<Workspace> workspaces, int count) {}
