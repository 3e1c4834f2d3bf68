package signalbox.server.access;

import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// An agent that the caller may see, as far as other features need to know it.
///
/// @param owner whose its workspace is
public record OwnedAgent(AgentId id, WorkspaceId workspace, UserId owner, String name) {}
