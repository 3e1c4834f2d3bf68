package signalbox.agent.api;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What an agent is to be and to do, as its server says. It stays as it is for as long as the build
/// of the workspace does.
///
/// @param directory where scripts run, as the template says it: `~` and variables not replaced yet;
///   empty for the home directory
/// @param environment what scripts see besides the agent's own environment
/// @param portProxyUri how ports of the workspace are reached from a browser; empty if not at all
/// @param apps those to be checked only
public record Manifest(
    UUID agentId,
    String agentName,
    String workspaceName,
    String ownerName,
    String directory,
    String portProxyUri,
    Map<String, String> environment,
    List<Script> scripts,
    List<CheckedApp> apps,
    List<Metadatum> metadata) {}
