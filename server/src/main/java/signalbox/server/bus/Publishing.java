package signalbox.server.bus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/// Sends what gathers in the outbox: all that has come while one statement was under way goes with
/// the next. Runs in the thread of its [Link].
final class Publishing implements Link.Session {
  private static final String SEND =
      "SELECT pg_notify(c, p) FROM unnest(?::text[], ?::text[]) AS t (c, p)";

  private final Outbox outbox;
  private final Envelope wake;
  private final Pulse pulse;
  private volatile int process;

  Publishing(Outbox outbox, Envelope wake, Pulse pulse) {
    this.outbox = outbox;
    this.wake = wake;
    this.pulse = pulse;
  }

  /// Whether a message was sent from here. What was sent before the connection broke does not count
  /// any more, because the process's number may soon be another's. Thread-safe.
  boolean isOwn(int sender) {
    return sender == process;
  }

  @Override
  public void run(Connection connection, Link link) throws SQLException, InterruptedException {
    process = connection.unwrap(PGConnection.class).getBackendPID();
    commitWithoutFlush(connection);
    try (var statement = connection.prepareStatement(SEND)) {
      link.up();
      for (var batch = outbox.take(); !batch.isEmpty(); batch = outbox.take()) {
        send(batch, statement);
      }
    } finally {
      process = 0;
    }
  }

  /// Notifications do not outlive PostgreSQL anyway, so their commits need not wait for the disk.
  private static void commitWithoutFlush(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit TO off");
    }
  }

  private void send(List<Envelope> batch, PreparedStatement statement) throws SQLException {
    var sent = false;
    try {
      bind(statement, 1, batch.stream().map(Envelope::channel).toArray());
      bind(statement, 2, batch.stream().map(Envelope::payload).toArray());
      statement.execute();
      sent = true;
    } finally {
      if (!sent) outbox.lost(batch);
    }
    if (batch.getLast().equals(wake)) pulse.sent();
  }

  private static void bind(PreparedStatement statement, int at, Object[] texts)
      throws SQLException {
    statement.setArray(at, statement.getConnection().createArrayOf("text", texts));
  }
}
