package signalbox.server.bus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Keeps the channels to which PostgreSQL's session listens the same as those that are wanted, and
/// hands on what arrives. Runs in the thread of its [Link].
///
/// 1. Only this thread listens and unlistens, and for each channel it decides from who is
///    subscribed at that moment. So no UNLISTEN can overtake the LISTEN of a later subscriber.
/// 2. It holds no lock while it talks to PostgreSQL.
/// 3. A new connection listens to everything, then tells everybody of the gap, then hands on.
final class Listening implements Link.Session {
  /// A wake ends the wait at once. Should it get lost, this does.
  private static final int WAIT_MILLIS = (int) Duration.ofSeconds(1).toMillis();

  /// Statements that go in one round trip.
  static final int TOGETHER = 500;

  private final Collection<String> ownChannels;
  private final Subscribers subscribers;
  private final ChannelChanges changes;
  private final Pulse pulse;
  private final Consumer<PGNotification> onArrival;
  private final Set<String> listened = new HashSet<>();

  /// @param ownChannels what the bus itself listens to
  Listening(
      Collection<String> ownChannels,
      Subscribers subscribers,
      ChannelChanges changes,
      Pulse pulse,
      Consumer<PGNotification> onArrival) {
    this.ownChannels = ownChannels;
    this.subscribers = subscribers;
    this.changes = changes;
    this.pulse = pulse;
    this.onArrival = onArrival;
  }

  @Override
  public void run(Connection connection, Link link) throws SQLException {
    var postgres = connection.unwrap(PGConnection.class);
    try (var statement = connection.createStatement()) {
      changes.connect();
      begin(statement);
      pulse.heard();
      subscribers.gap();
      link.up();
      while (!link.isClosing()) {
        settle(statement);
        hear(postgres.getNotifications(WAIT_MILLIS));
      }
    } finally {
      changes.disconnect();
    }
  }

  private void begin(Statement statement) throws SQLException {
    listened.clear();
    listened.addAll(ownChannels);
    listened.addAll(subscribers.channels());
    execute(statement, listened.stream().map(Listening::listen).toList());
  }

  private void hear(PGNotification[] arrivals) {
    if (arrivals.length > 0) pulse.heard();
    for (var arrival : arrivals) onArrival.accept(arrival);
  }

  private void settle(Statement statement) throws SQLException {
    var changed = changes.take();
    try {
      var commands = new ArrayList<String>();
      for (var change : changed) addCommand(change.channel(), commands);
      execute(statement, commands);
    } finally {
      for (var change : changed) change.seen().complete(null);
    }
  }

  private void addCommand(String channel, List<String> commands) {
    if (subscribers.want(channel)) {
      if (listened.add(channel)) commands.add(listen(channel));
    } else if (!ownChannels.contains(channel) && listened.remove(channel)) {
      commands.add("UN" + listen(channel));
    }
  }

  private static String listen(String channel) {
    return "LISTEN \"" + channel.replace("\"", "\"\"") + "\"";
  }

  private static void execute(Statement statement, List<String> commands) throws SQLException {
    for (var from = 0; from < commands.size(); from += TOGETHER) {
      var to = Math.min(from + TOGETHER, commands.size());
      statement.execute(String.join(";", commands.subList(from, to)));
    }
  }
}
