package signalbox.server.tailnet;

import java.util.LinkedHashMap;
import java.util.UUID;
import signalbox.server.build.BuildStatus;
import signalbox.server.build.Transition;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of listings.
final class ListingStore {
  /// One workspace for each agent of its newest build, or once without any.
  Listing of(Tx tx, UserId owner) {
    return new Listing(
        tx.sql()
            .createQuery(
                """
                  SELECT w.id, w.name, b.transition, j.status, a.id AS agent_id, a.name AS agent_name
                    FROM workspaces w
                    JOIN LATERAL (SELECT *
                                    FROM builds
                                   WHERE workspace_id = w.id
                                ORDER BY build_number DESC
                                   LIMIT 1) b ON true
                    JOIN jobs j ON j.id = b.job_id
                    LEFT JOIN agents a ON a.build_id = b.id
                   WHERE w.owner_id = :owner AND NOT w.deleted
                ORDER BY w.number, a.display_order, a.name
                """)
            .bind("owner", owner)
            .reduceRows(
                new LinkedHashMap<WorkspaceId, Listing.Listed>(),
                (found, row) -> {
                  var workspace =
                      found.computeIfAbsent(
                          row.getColumn("id", WorkspaceId.class),
                          id ->
                              new Listing.Listed(
                                  id,
                                  row.getColumn("name", String.class),
                                  status(
                                      row.getColumn("status", String.class),
                                      row.getColumn("transition", String.class)),
                                  new LinkedHashMap<>()));
                  var agent = row.getColumn("agent_id", UUID.class);
                  if (agent != null)
                    workspace
                        .agents()
                        .put(new AgentId(agent), row.getColumn("agent_name", String.class));
                  return found;
                }));
  }

  private static String status(String job, String transition) {
    return BuildStatus.of(job, Transition.ofWire(transition).orElseThrow());
  }
}
