package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.bus.Delivery.Gap;
import signalbox.server.bus.Delivery.Message;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.RestartablePostgres;
import signalbox.server.testing.Signals;
import signalbox.server.testing.SteppedTicker;
import signalbox.server.testing.TestPostgres;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresBusFaultsTest {
  private static final PostgresUrl DATABASE = TestPostgres.freshDatabase();
  private static final String LISTENER = "signalbox bus listener";
  private static final String PUBLISHER = "signalbox bus publisher";

  private final SteppedTicker ticker = new SteppedTicker();
  private final Tape tape = new Tape(Connector.to(DATABASE));
  private PostgresBus bus = PostgresBus.open(tape, ticker, Echo.DELIVER);

  @AfterEach
  void closeBus() {
    bus.close();
  }

  @Test
  void whenTheListenerIsKilledEveryoneGetsAGapAndThenMessages() throws SQLException {
    var ears = List.of(ear("news"), ear("news"), ear("other"));
    kill(LISTENER);
    for (var ear : ears) assertThat(ear.next()).isEqualTo(new Gap());
    bus.publish("news", "again");
    bus.publish("other", "again");
    for (var ear : ears) assertThat(ear.next()).isEqualTo(new Message("again"));
    assertThat(bus.connected()).isTrue();
    assertThat(bus.stats().reconnects()).isEqualTo(1);
  }

  @Test
  void whenThePublisherIsKilledEveryoneOnEveryReplicaGetsAGapAndThenMessages() throws SQLException {
    try (var replica = PostgresBus.open(Connector.to(DATABASE), ticker, Echo.SKIP_OWN)) {
      var there = new Ear();
      replica.subscribe("news", there);
      var here = ear("news");
      kill(PUBLISHER);
      bus.publish("news", "lost");
      replica.publish("news", "lost");
      here.awaitGap();
      there.awaitGap();
      bus.publish("news", "from here");
      here.await("from here");
      there.await("from here");
      replica.publish("news", "from there");
      here.await("from there");
    }
    assertThat(bus.stats().unsent()).isEqualTo(1);
  }

  @Test
  void whenAllIsKilledUnderLoadEveryoneGetsAGapAndThenMessages() throws SQLException {
    var ears = List.of(ear("a"), ear("b"));
    try (var crowd = new Crowd()) {
      crowd.start(2, this::publishWithoutEnd);
      for (var round = 0; round < 3; round++) {
        for (var ear : ears) ear.next();
        kill(LISTENER);
        kill(PUBLISHER);
        for (var ear : ears) ear.awaitGap();
        awaitConnected();
        var word = "round " + round;
        bus.publish("a", word);
        bus.publish("b", word);
        for (var ear : ears) ear.await(word);
      }
    }
  }

  private void publishWithoutEnd(int member) {
    for (var n = 0L; !Thread.interrupted(); n++) {
      bus.publish("a", member + "." + n);
      bus.publish("b", member + "." + n);
      Eventually.pause();
    }
  }

  @Test
  void whoSubscribesWhenTheConnectionBreaksOrComesBackHearsAllOrOfAGap()
      throws SQLException, InterruptedException {
    var over = new AtomicBoolean();
    try (var crowd = new Crowd()) {
      crowd.start(6, member -> comeAndGo(member, over));
      for (var round = 0; round < 10; round++) {
        Eventually.await(bus::connected);
        kill(LISTENER);
      }
      over.set(true);
      crowd.finish();
    }
  }

  private void comeAndGo(int member, AtomicBoolean over) {
    for (var turn = 0; !over.get(); turn++) {
      var channel = "channel " + (member + turn) % 4;
      var token = new Message(member + "." + turn);
      var ear = new Ear();
      try (var _ = bus.subscribe(channel, ear)) {
        bus.publish(channel, token.payload());
        ear.awaitFirst(delivery -> delivery.equals(token) || delivery.equals(new Gap()));
      }
    }
  }

  @Test
  void whoSubscribesWhileThereIsNoConnectionWaitsForNothingAndHearsOfTheGap() throws SQLException {
    tape.refuse(LISTENER::equals);
    kill(LISTENER);
    awaitDisconnected();
    var ear = ear("news");
    bus.publish("news", "missed");
    assertThat(ear.isQuiet()).isTrue();
    tape.refuse(_ -> false);
    assertThat(ear.next()).isEqualTo(new Gap());
    bus.publish("news", "hello");
    assertThat(ear.next()).isEqualTo(new Message("hello"));
  }

  @Test
  void whoSubscribesWhileNothingCanBePublishedIsHeardOfAllTheSame() throws SQLException {
    tape.refuse(PUBLISHER::equals);
    kill(PUBLISHER);
    bus.publish("news", "finds out");
    awaitDisconnected();
    var ear = ear("news");
    notifyByHand("news", "from outside");
    assertThat(ear.next()).isEqualTo(new Message("from outside"));
    bus.publish("news", "waits");
    tape.refuse(_ -> false);
    ear.await("waits");
  }

  @Test
  void aDatabaseThatIsNotThereYetIsWaitedFor() {
    bus.close();
    tape.refuse(_ -> true);
    bus = PostgresBus.open(tape, ticker, Echo.DELIVER);
    assertThat(bus.connected()).isFalse();
    var ear = ear("news");
    bus.publish("news", "early");
    tape.refuse(_ -> false);
    ear.awaitGap();
    awaitConnected();
    bus.publish("news", "hello");
    ear.await("hello");
  }

  @Test
  void aBusWithoutAConnectionClosesAtOnce() {
    bus.close();
    tape.refuse(_ -> true);
    bus = PostgresBus.open(tape, ticker, Echo.DELIVER);
    bus.publish("news", "never");
    bus.close();
    assertThat(bus.connected()).isFalse();
  }

  @Test
  void aListenerThatHasGoneSilentIsReplaced() throws SQLException {
    var ear = ear("news");
    var silent = process(LISTENER);
    Signals.send(silent, "STOP");
    try {
      do ticker.advance(PostgresBus.BEAT);
      while (ear.isQuiet()); // until the gap
      bus.publish("news", "hello");
      ear.await("hello");
    } finally {
      Signals.send(silent, "CONT");
    }
  }

  @Test
  void aListenerThatHearsIsKept() {
    var ear = ear("news");
    for (var beat = 0; beat < 5 * Pulse.PATIENCE; beat++) {
      ticker.advance(PostgresBus.BEAT);
      bus.publish("news", "beat " + beat);
      assertThat(ear.message()).isEqualTo("beat " + beat);
    }
    assertThat(bus.stats().reconnects()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {LISTENER, PUBLISHER})
  void aConnectionThatDoesNotAnswerIsReplaced(String name) throws SQLException {
    bus.close();
    bus = PostgresBus.open(impatient(), ticker, Echo.DELIVER);
    var ear = ear("news");
    var silent = process(name);
    Signals.send(silent, "STOP");
    try {
      bus.publish("news", "perhaps lost");
      ear("another"); // so that the listener too has something to say
      ear.awaitGap();
      bus.publish("news", "hello");
      ear.await("hello");
    } finally {
      Signals.send(silent, "CONT");
    }
  }

  @Test
  @Tag("slow")
  void aRestartOfPostgresIsSurvived() {
    try (var postgres = new RestartablePostgres();
        var restarted = PostgresBus.open(Connector.to(postgres.address()), ticker, Echo.DELIVER)) {
      var ear = new Ear();
      restarted.subscribe("news", ear);
      postgres.stop();
      restarted.publish("news", "into the void");
      postgres.start();
      ear.awaitGap();
      restarted.publish("news", "hello");
      ear.await("hello");
    }
  }

  private Ear ear(String channel) {
    var ear = new Ear();
    bus.subscribe(channel, ear);
    return ear;
  }

  private void awaitConnected() {
    Eventually.await(bus::connected);
  }

  private void awaitDisconnected() {
    Eventually.await(() -> !bus.connected());
  }

  private static Connector impatient() {
    return name -> {
      var connection = Connector.to(DATABASE).connect(name);
      connection.setNetworkTimeout(Runnable::run, 500);
      return connection;
    };
  }

  private static void kill(String name) throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = '"
            + name
            + "'");
  }

  private static void notifyByHand(String channel, String payload) throws SQLException {
    execute("NOTIFY " + channel + ", '" + payload + "'");
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ProcessHandle process(String name) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = '"
                    + name
                    + "' ORDER BY backend_start DESC")) {
      assertThat(rows.next()).isTrue();
      return ProcessHandle.of(rows.getLong(1)).orElseThrow();
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
  }
}
