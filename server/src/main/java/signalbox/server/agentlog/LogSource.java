package signalbox.server.agentlog;

import java.time.Instant;
import signalbox.server.id.AgentId;
import signalbox.server.id.LogSourceId;
import signalbox.wire.WorkspaceAgent;

/// Where lines of an agent's log come from, as stored.
///
/// @param icon address of a picture; empty: none
public record LogSource(
    AgentId agentId, LogSourceId id, String displayName, String icon, Instant createdAt) {

  public WorkspaceAgent.LogSource wire() {
    return new WorkspaceAgent.LogSource(agentId.value(), id.value(), createdAt, displayName, icon);
  }
}
