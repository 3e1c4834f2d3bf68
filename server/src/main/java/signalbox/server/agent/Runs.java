package signalbox.server.agent;

import java.util.List;
import java.util.Map;
import signalbox.server.agentlog.LogSource;
import signalbox.server.agentscript.AgentScript;
import signalbox.server.id.AgentId;

/// What agents run, and where what they say comes from.
record Runs(Map<AgentId, List<AgentScript>> scripts, Map<AgentId, List<LogSource>> sources) {
  /// The same for one agent.
  OfOne of(AgentId agent) {
    return new OfOne(
        scripts.getOrDefault(agent, List.of()), sources.getOrDefault(agent, List.of()));
  }

  /// What one agent runs, in the order in which it is shown.
  record OfOne(List<AgentScript> scripts, List<LogSource> sources) {
    /// The deprecated name of whether people should wait for the scripts of a start.
    String behavior() {
      return scripts.stream().anyMatch(AgentScript::blocksLogin) ? "blocking" : "non-blocking";
    }
  }
}
