package signalbox.server.departure;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;

/// SQL of which agents have left.
final class DepartureStore {
  private static final RowMapper<Gone> GONE = Rows.of(Gone.class);

  /// An agent that is not of its workspace's newest build.
  ///
  /// @param silent whether it may no longer speak
  record Gone(AgentId id, boolean silent) {}

  /// Those of these agents that are not of their workspace's newest build.
  List<Gone> gone(Tx tx, Collection<AgentId> agents) {
    return tx.sql()
        .createQuery(
            """
            SELECT a.id, a.retired_at IS NOT NULL AS silent
              FROM agents a
              JOIN builds b ON b.id = a.build_id
             WHERE a.id = ANY(:agents)
               AND EXISTS (SELECT FROM builds newer
                            WHERE newer.workspace_id = b.workspace_id AND newer.build_number > b.build_number)
            """)
        .bindArray("agents", UUID.class, agents.stream().map(AgentId::value).toArray())
        .map(GONE)
        .list();
  }
}
