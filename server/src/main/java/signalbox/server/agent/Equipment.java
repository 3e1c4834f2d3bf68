package signalbox.server.agent;

import java.util.Collection;
import java.util.List;
import signalbox.server.agentlog.LogSources;
import signalbox.server.agentmetadata.Descriptions;
import signalbox.server.agentscript.AgentScript;
import signalbox.server.agentscript.AgentScripts;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.template.MetadataSpec;
import signalbox.server.template.TemplateSpec;

/// What agents have besides their apps: scripts, sources of log lines, metadata. Thread-safe.
public final class Equipment {
  private final AgentScripts scripts;
  private final LogSources sources;
  private final Descriptions metadata;

  public Equipment(AgentScripts scripts, LogSources sources, Descriptions metadata) {
    this.scripts = scripts;
    this.sources = sources;
    this.metadata = metadata;
  }

  /// Gives a new agent what its template says.
  void add(Tx tx, AgentId agent, TemplateSpec.Agent spec) {
    scripts.add(tx, agent, spec.scripts());
    metadata.add(tx, agent, spec.metadata());
  }

  /// What an agent runs, for itself.
  List<AgentScript> scripts(Tx tx, AgentId agent) {
    return scripts.of(tx, List.of(agent)).getOrDefault(agent, List.of());
  }

  /// What an agent is to find out.
  List<MetadataSpec> metadata(Tx tx, AgentId agent) {
    return metadata.of(tx, agent);
  }

  /// What the JSON of these agents shows of it.
  Runs of(Tx tx, Collection<AgentId> agents) {
    return new Runs(scripts.of(tx, agents), sources.of(tx, agents));
  }
}
