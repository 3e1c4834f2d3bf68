package signalbox.server.connection;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of what is noted of agents' connections. Rows of several agents are locked in the order of
/// their ids, or left alone while somebody else holds them.
final class ConnectionStore {
  private static final RowMapper<Noted> NOTED = Rows.of(Noted.class);
  private static final RowMapper<Ended> ENDED = Rows.of(Ended.class);

  /// A connection that is noted now.
  ///
  /// @param connectionBefore the one that counted until now; null: none
  record Noted(AgentId id, @Nullable UUID connectionBefore) {
    Optional<UUID> before() {
      return Optional.ofNullable(connectionBefore);
    }
  }

  /// A connection's newest sign of life.
  record Beat(OpenConnection connection, Instant seen) {}

  /// An agent that is not connected any more.
  record Ended(
      AgentId id,
      WorkspaceId workspaceId,
      UserId ownerId,
      @Nullable Instant lastConnectedAt,
      @Nullable Instant disconnectedAt) {}

  /// Makes a connection the one that counts. Its beginning is later than the end of the one before,
  /// also if another replica's clock is ahead.
  Optional<Noted> note(Tx tx, OpenConnection connection, Instant at) {
    return tx.sql()
        .createQuery(
            """
            WITH before AS (
              SELECT id, connection_id FROM agents WHERE id = :agent AND retired_at IS NULL FOR NO KEY UPDATE
            )
            UPDATE agents a
               SET connection_id = :connection, late_at = NULL, updated_at = :at,
                   first_connected_at = coalesce(a.first_connected_at, :at),
                   last_connected_at = greatest(:at, a.last_connected_at,
                                                a.disconnected_at + interval '1 microsecond')
              FROM before
             WHERE a.id = before.id
            RETURNING a.id, before.connection_id AS connection_before
            """)
        .bind("agent", connection.agent().agent())
        .bind("connection", connection.id())
        .bind("at", at)
        .map(NOTED)
        .findOne();
  }

  /// Notes signs of life of connections that count.
  ///
  /// @return those that were noted, each with whether its agent was taken for gone
  Map<UUID, Boolean> noteLife(Tx tx, List<Beat> beats) {
    return tx.sql()
        .createQuery(
            """
            WITH mine AS (
                SELECT a.id, s.connection, s.at, a.disconnected_at,
                       coalesce(a.disconnected_at >= a.last_connected_at, false) AS was_gone
                  FROM unnest(:agents, :connections, :ats) AS s (agent, connection, at)
                  JOIN agents a ON a.id = s.agent AND a.connection_id = s.connection
                 WHERE a.retired_at IS NULL
              ORDER BY a.id
                   FOR NO KEY UPDATE OF a SKIP LOCKED
            )
            UPDATE agents a
               SET last_connected_at = greatest(mine.at, a.last_connected_at,
                                                a.disconnected_at + interval '1 microsecond')
              FROM mine
             WHERE a.id = mine.id
            RETURNING mine.connection, mine.was_gone
            """)
        .bindArray("agents", UUID.class, array(beats, b -> b.connection().agent().agent().value()))
        .bindArray("connections", UUID.class, array(beats, b -> b.connection().id()))
        .bindArray("ats", Instant.class, array(beats, Beat::seen))
        .reduceRows(
            new HashMap<UUID, Boolean>(),
            (noted, row) -> {
              noted.put(
                  row.getColumn("connection", UUID.class),
                  row.getColumn("was_gone", Boolean.class));
              return noted;
            });
  }

  /// Notes the ends of connections, as far as those still count.
  List<Ended> end(Tx tx, List<Endings.Ending> endings) {
    return tx.sql()
        .createQuery(
            """
            WITH mine AS (
                SELECT a.id, s.at
                  FROM unnest(:agents, :connections, :ats) AS s (agent, connection, at)
                  JOIN agents a ON a.id = s.agent AND a.connection_id = s.connection
              ORDER BY a.id
                   FOR NO KEY UPDATE OF a
            )
            UPDATE agents a
               SET connection_id = NULL, updated_at = mine.at,
                   disconnected_at = greatest(mine.at, a.last_connected_at)
              FROM mine, workspaces w
             WHERE a.id = mine.id AND w.id = a.workspace_id
            RETURNING a.id, a.workspace_id, w.owner_id, a.last_connected_at, a.disconnected_at
            """)
        .bindArray(
            "agents", UUID.class, array(endings, e -> e.connection().agent().agent().value()))
        .bindArray("connections", UUID.class, array(endings, e -> e.connection().id()))
        .bindArray("ats", Instant.class, array(endings, Endings.Ending::at))
        .map(ENDED)
        .list();
  }

  /// Those of these connections whose agent may no longer speak, or has a newer connection.
  Set<UUID> outdated(Tx tx, Collection<OpenConnection> connections) {
    return tx.sql()
        .createQuery(
            """
            SELECT s.connection
              FROM unnest(:agents, :connections, :counts) AS s (agent, connection, counts)
              JOIN agents a ON a.id = s.agent
             WHERE a.retired_at IS NOT NULL
                OR (s.counts AND a.connection_id IS DISTINCT FROM s.connection)
            """)
        .bindArray("agents", UUID.class, array(connections, c -> c.agent().agent().value()))
        .bindArray("connections", UUID.class, array(connections, OpenConnection::id))
        .bindArray("counts", Boolean.class, array(connections, OpenConnection::counts))
        .mapTo(UUID.class)
        .set();
  }

  private static <T> Object[] array(
      Collection<T> rows, java.util.function.Function<T, Object> value) {
    return rows.stream().map(value).toArray();
  }
}
