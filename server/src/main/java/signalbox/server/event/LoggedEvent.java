package signalbox.server.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// An event as the log holds it.
///
/// @param seq the owner's number of it: 1, 2, 3, … in commit order, without holes
/// @param kind the wire name; may be one that this version does not know
/// @param agent null when the kind is not about one agent
public record LoggedEvent(
    UserId owner,
    long seq,
    String kind,
    WorkspaceId workspace,
    @Nullable AgentId agent,
    Instant at) {}
