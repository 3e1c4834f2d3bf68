package signalbox.server.agent;

import java.util.List;
import java.util.Map;
import signalbox.server.agentscript.AgentScript;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.template.MetadataSpec;

/// What an agent has to know about itself.
///
/// @param environment variables of everything that it runs
/// @param apps in the order in which they are shown
/// @param scripts what it is to run
/// @param metadata what it is to find out
public record Briefing(
    AgentId id,
    String name,
    WorkspaceId workspaceId,
    String workspaceName,
    String ownerName,
    Map<String, String> environment,
    String directory,
    List<App> apps,
    List<AgentScript> scripts,
    List<MetadataSpec> metadata) {
  public Briefing {
    environment = Map.copyOf(environment);
    apps = List.copyOf(apps);
    scripts = List.copyOf(scripts);
    metadata = List.copyOf(metadata);
  }
}
