package signalbox.server.event;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// A hint that a workspace changed. It names what to look at and carries no state, so losing,
/// repeating or merging events costs time, never truth.
///
/// @param owner whose channel it goes to
/// @param agent null when the kind is not about one agent
public record Event(UserId owner, Kind kind, WorkspaceId workspace, @Nullable AgentId agent) {}
