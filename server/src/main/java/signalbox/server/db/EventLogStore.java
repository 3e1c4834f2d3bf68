package signalbox.server.db;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// SQL of the event log. Each owner has a counter; whoever appends holds its row until commit, so
/// an owner's numbers are 1, 2, 3, … in commit order, without holes.
public final class EventLogStore {
  private static final RowMapper<LoggedEvent> ROW = Rows.of(LoggedEvent.class);

  /// Locks the counters of these owners until commit and answers the last number of each. Always in
  /// the order of their ids, so two transactions cannot wait for each other here.
  public Map<UserId, Long> lock(Tx tx, Collection<UserId> owners) {
    return tx.sql()
        .createQuery(
            """
              SELECT owner_id, last_seq
                FROM owner_counters
               WHERE owner_id = ANY(:owners)
            ORDER BY owner_id
                 FOR UPDATE
            """)
        .bindArray("owners", UUID.class, values(owners))
        .reduceRows(
            new HashMap<UserId, Long>(),
            (last, row) -> {
              last.put(
                  row.getColumn("owner_id", UserId.class), row.getColumn("last_seq", Long.class));
              return last;
            });
  }

  /// Appends events whose numbers follow on those that [#lock] answered.
  void append(Tx tx, List<LoggedEvent> events) {
    try (var batch =
        tx.sql()
            .prepareBatch(
                """
                INSERT INTO events (owner_id, seq, kind, workspace_id, agent_id, at)
                VALUES (:owner, :seq, :kind, :workspace, :agent, :at)
                """)) {
      events.forEach(event -> batch.bindMethods(event).add());
      batch.execute();
    }
  }

  void advance(Tx tx, Map<UserId, Long> last) {
    try (var batch =
        tx.sql()
            .prepareBatch("UPDATE owner_counters SET last_seq = :seq WHERE owner_id = :owner")) {
      last.forEach((owner, seq) -> batch.bind("owner", owner).bind("seq", seq).add());
      batch.execute();
    }
  }

  public void createCounter(Tx tx, UserId owner) {
    tx.sql()
        .createUpdate("INSERT INTO owner_counters (owner_id) VALUES (:owner)")
        .bind("owner", owner)
        .execute();
  }

  /// The number of the owner's newest event; 0 when there is none yet.
  public long position(Tx tx, UserId owner) {
    return tx.sql()
        .createQuery("SELECT last_seq FROM owner_counters WHERE owner_id = :owner")
        .bind("owner", owner)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /// The newest numbers of many owners at once.
  public Map<UserId, Long> positions(Tx tx, Collection<UserId> owners) {
    return tx
        .sql()
        .createQuery("SELECT owner_id, last_seq FROM owner_counters WHERE owner_id = ANY(:owners)")
        .bindArray("owners", UUID.class, values(owners))
        .map((rs, ctx) -> Map.entry(new UserId(rs.getObject(1, UUID.class)), rs.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The owner's events after a number, oldest first.
  public List<LoggedEvent> after(Tx tx, UserId owner, long seq, int limit) {
    return tx.sql()
        .createQuery(
            """
              SELECT owner_id AS owner, seq, kind, workspace_id AS workspace, agent_id AS agent, at
                FROM events
               WHERE owner_id = :owner AND seq > :seq
            ORDER BY seq
               LIMIT :limit
            """)
        .bind("owner", owner)
        .bind("seq", seq)
        .bind("limit", limit)
        .map(ROW)
        .list();
  }

  /// The workspaces of the owner's events after a number, up to and with another.
  public Set<WorkspaceId> concerned(Tx tx, UserId owner, long after, long upTo) {
    return tx.sql()
        .createQuery(
            """
            SELECT DISTINCT workspace_id
              FROM events
             WHERE owner_id = :owner AND seq > :after AND seq <= :upTo
            """)
        .bind("owner", owner)
        .bind("after", after)
        .bind("upTo", upTo)
        .mapTo(WorkspaceId.class)
        .set();
  }

  /// The oldest number of the owner that is still kept, or empty when none is.
  public Optional<Long> oldest(Tx tx, UserId owner) {
    return tx.sql()
        .createQuery("SELECT seq FROM events WHERE owner_id = :owner ORDER BY seq LIMIT 1")
        .bind("owner", owner)
        .mapTo(Long.class)
        .findOne();
  }

  /// Forgets events older than the retention. The numbers go on.
  ///
  /// @return how many were forgotten
  public int forget(Tx tx, Instant now, Duration retention) {
    return tx.sql()
        .createUpdate("DELETE FROM events WHERE at < :before")
        .bind("before", now.minus(retention))
        .execute();
  }

  private static Object[] values(Collection<UserId> owners) {
    return owners.stream().map(UserId::value).toArray();
  }
}
