package signalbox.server.agentmetadata;

import java.util.List;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.template.MetadataSpec;

/// SQL of agents' metadata.
final class MetadataStore {
  void add(Tx tx, AgentId agent, List<MetadataSpec> specs) {
    try (var batch =
        tx.sql()
            .prepareBatch(
                """
                INSERT INTO agent_metadata (agent_id, key, display_name, script, interval_seconds, timeout_seconds,
                                            display_order)
                VALUES (:agent, :key, :displayName, :script, :intervalSeconds, :timeoutSeconds, :order)
                """)) {
      specs.forEach(spec -> batch.bindMethods(spec).bind("agent", agent).add());
      batch.execute();
    }
  }
}
