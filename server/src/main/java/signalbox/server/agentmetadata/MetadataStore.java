package signalbox.server.agentmetadata;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.agentmetadata.Pending.Waiting;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.template.MetadataSpec;

/// SQL of agents' metadata.
final class MetadataStore {
  private static final RowMapper<Metadatum> METADATUM = Rows.of(Metadatum.class);
  private static final RowMapper<MetadataSpec> SPEC = Rows.of(MetadataSpec.class);

  List<MetadataSpec> specs(Tx tx, AgentId agent) {
    return tx.sql()
        .createQuery(
            """
              SELECT key, display_name, script, interval_seconds, timeout_seconds, display_order AS "order"
                FROM agent_metadata
               WHERE agent_id = :agent
            ORDER BY display_order, key
            """)
        .bind("agent", agent)
        .map(SPEC)
        .list();
  }

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

  /// The metadata of these agents, each agent's in the order in which it is shown.
  List<Metadatum> of(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
              SELECT *
                FROM agent_metadata
               WHERE agent_id = ANY(:agents)
            ORDER BY agent_id, display_order, key
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .map(METADATUM)
        .list();
  }

  /// Keeps readings that are not older than what is known.
  ///
  /// @return the agents that have these keys
  Set<AgentId> put(Tx tx, List<Waiting> readings) {
    return tx.sql()
        .createQuery(
            """
            UPDATE agent_metadata m
               SET value = r.value, error = r.error, collected_at = r.at
              FROM unnest(:agents, :keys, :values, :errors, CAST(:times AS timestamptz[]))
                   AS r (agent_id, key, value, error, at)
             WHERE m.agent_id = r.agent_id AND m.key = r.key
               AND (m.collected_at IS NULL OR m.collected_at <= r.at)
            RETURNING m.agent_id
            """)
        .bindArray("agents", UUID.class, readings.stream().map(r -> r.agent().value()).toArray())
        .bindArray("keys", String.class, readings.stream().map(r -> r.reading().key()).toArray())
        .bindArray(
            "values", String.class, readings.stream().map(r -> r.reading().value()).toArray())
        .bindArray(
            "errors", String.class, readings.stream().map(r -> r.reading().error()).toArray())
        .bindArray("times", String.class, readings.stream().map(r -> r.at().toString()).toArray())
        .mapTo(AgentId.class)
        .set();
  }
}
