import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What a status report costs when each has a transaction of its own: the owner's counter locked,
/// the status and its event added, the newest status replaced, commit. The same tables, the same
/// PostgreSQL, a connection for each thread, and nothing else: no HTTP, no JSON, no tokens.
///
/// Arguments: threads, owners, seconds, seconds of warm-up. `JDBC_URL`, `DB_USER` and `DB_PASSWORD`
/// say where. Prints a line when it begins to measure and one with what it measured.
final class PlainLoop {
  /// @param nanos how long each commit took that ended while it was measured
  private record Times(long[] nanos) {}

  private final UUID owner;
  private final UUID workspace = UUID.randomUUID();
  private final UUID agent = UUID.randomUUID();
  private final UUID app = UUID.randomUUID();
  private final long from;
  private final long to;

  private PlainLoop(UUID owner, long from, long to) {
    this.owner = owner;
    this.from = from;
    this.to = to;
  }

  public static void main(String[] arguments)
      throws SQLException, InterruptedException, ExecutionException {
    var numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    var threads = numbers[0];
    var owners = owners(numbers[1]);
    var seconds = numbers[2];
    var connections = new ArrayList<Connection>();
    for (var i = 0; i < threads; i++) connections.add(connect());
    var from = System.nanoTime() + numbers[3] * 1_000_000_000L;
    var to = from + seconds * 1_000_000_000L;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var loops = new ArrayList<java.util.concurrent.Future<Times>>();
      for (var i = 0; i < threads; i++) {
        var loop = new PlainLoop(owners.get(i % owners.size()), from, to);
        var database = connections.get(i);
        Callable<Times> run = () -> loop.run(database);
        loops.add(pool.submit(run));
      }
      Thread.sleep(Math.max(0, (from - System.nanoTime()) / 1_000_000));
      System.out.println("measuring");
      var times = new ArrayList<Times>();
      for (var loop : loops) times.add(loop.get());
      print(times.stream().flatMapToLong(t -> Arrays.stream(t.nanos())).sorted().toArray(), seconds);
    }
    for (var connection : connections) connection.close();
  }

  private static Connection connect() throws SQLException {
    var env = System.getenv();
    return DriverManager.getConnection(
        env.get("JDBC_URL"), env.get("DB_USER"), env.get("DB_PASSWORD"));
  }

  private static List<UUID> owners(int count) throws SQLException {
    var ids = new ArrayList<UUID>();
    try (var database = connect();
        var add =
            database.prepareStatement(
                """
                WITH u AS (
                  INSERT INTO users (id, username, email, status, created_at, updated_at)
                  VALUES (?, ?, ?, 'active', now(), now())
                  RETURNING id
                )
                INSERT INTO owner_counters (owner_id) SELECT id FROM u
                """)) {
      for (var i = 0; i < count; i++) {
        var id = UUID.randomUUID();
        set(add, id, "plain-" + id, id + "@plain.example");
        add.execute();
        ids.add(id);
      }
    }
    return ids;
  }

  private Times run(Connection database) throws SQLException {
    database.setAutoCommit(false);
    var nanos = new long[1 << 20];
    var count = 0;
    try (var lock =
            database.prepareStatement(
                "SELECT last_seq FROM owner_counters WHERE owner_id = ? FOR UPDATE");
        var status =
            database.prepareStatement(
                """
                INSERT INTO app_statuses (workspace_id, seq, id, agent_id, app_id, state, message,
                                          needs_user_attention, created_at, last_reported_at)
                VALUES (?, ?, ?, ?, ?, 'working', ?, false, ?, ?)
                """);
        var newest =
            database.prepareStatement(
                """
                INSERT INTO app_newest_statuses (app_id, workspace_id, agent_id, seq, state, message,
                                                 needs_user_attention)
                VALUES (?, ?, ?, ?, 'working', ?, false)
                ON CONFLICT (app_id) DO UPDATE
                  SET agent_id = excluded.agent_id, seq = excluded.seq, state = excluded.state,
                      message = excluded.message
                """);
        var event =
            database.prepareStatement(
                """
                INSERT INTO events (owner_id, seq, kind, workspace_id, agent_id, at)
                VALUES (?, ?, 'agt_app_status_update', ?, ?, ?)
                """);
        var counter =
            database.prepareStatement(
                "UPDATE owner_counters SET last_seq = ? WHERE owner_id = ?")) {
      for (var began = System.nanoTime(); began < to; began = System.nanoTime()) {
        var now = OffsetDateTime.now();
        set(lock, owner);
        long seq;
        try (var row = lock.executeQuery()) {
          row.next();
          seq = row.getLong(1) + 1;
        }
        var message = "report " + seq;
        set(status, workspace, seq, UUID.randomUUID(), agent, app, message, now, now);
        status.execute();
        set(newest, app, workspace, agent, seq, message);
        newest.execute();
        set(event, owner, seq, workspace, agent, now);
        event.execute();
        set(counter, seq, owner);
        counter.execute();
        database.commit();
        var ended = System.nanoTime();
        if (ended >= from && ended < to && count < nanos.length) nanos[count++] = ended - began;
      }
    }
    return new Times(Arrays.copyOf(nanos, count));
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (var i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
  }

  private static void print(long[] sorted, int seconds) {
    System.out.printf(
        Locale.ROOT,
        "reports=%d reports_per_s=%.0f ack_p50_ms=%.2f ack_p99_ms=%.2f%n",
        sorted.length,
        sorted.length / (double) seconds,
        millis(sorted, 0.5),
        millis(sorted, 0.99));
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
  }
}
