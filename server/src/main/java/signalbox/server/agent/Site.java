package signalbox.server.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;

/// What the newest build of a workspace has under an agent's name.
///
/// @param agentId null when there is no such agent
/// @param tokenSha256 null when there is no such agent
/// @param runtime what started it; null when there is no such agent
/// @param apps slugs of its apps
record Site(
    String transition,
    String jobStatus,
    @Nullable AgentId agentId,
    byte @Nullable [] tokenSha256,
    @Nullable String runtime,
    List<String> apps) {

  boolean isRunning() {
    return transition.equals("start") && jobStatus.equals("succeeded");
  }
}
