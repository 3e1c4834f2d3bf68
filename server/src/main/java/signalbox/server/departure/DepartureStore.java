package signalbox.server.departure;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;

/// SQL of which agents have left.
final class DepartureStore {
  /// Those of these agents that are not of their workspace's newest build.
  List<AgentId> gone(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
            SELECT a.id
              FROM agents a
              JOIN builds b ON b.id = a.build_id
             WHERE a.id = ANY(:agents)
               AND EXISTS (SELECT FROM builds newer
                            WHERE newer.workspace_id = b.workspace_id AND newer.build_number > b.build_number)
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .mapTo(AgentId.class)
        .list();
  }
}
