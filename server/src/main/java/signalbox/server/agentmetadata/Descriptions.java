package signalbox.server.agentmetadata;

import java.util.List;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.template.MetadataSpec;

/// What agents are to find out. Thread-safe.
public final class Descriptions {
  private final MetadataStore store = new MetadataStore();

  /// Gives a new agent its metadata, with nothing found out yet.
  public void add(Tx tx, AgentId agent, List<MetadataSpec> specs) {
    if (!specs.isEmpty()) store.add(tx, agent, specs);
  }

  /// What an agent is to find out, in the order in which it is shown.
  public List<MetadataSpec> of(Tx tx, AgentId agent) {
    return store.specs(tx, agent);
  }
}
