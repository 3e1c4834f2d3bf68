package signalbox.agent;

import java.nio.file.Path;
import java.util.Map;
import signalbox.agent.line.Site;

/// What an agent is told when it is started.
///
/// @param version of this program, such as `0.1.0`
/// @param directory of the agent's own: its socket, and logs of scripts
/// @param variables the environment that scripts inherit
public record AgentSettings(
    Site site, String version, Path directory, Map<String, String> variables) {}
