package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.testing.SteppedTicker;
import signalbox.server.testing.TestPostgres;

class PostgresBusTest extends BusContract {
  private static final PostgresUrl DATABASE = TestPostgres.freshDatabase();

  private final Tape tape = new Tape(Connector.to(DATABASE));

  @Override
  Bus open() {
    return open(Echo.DELIVER);
  }

  private PostgresBus open(Echo echo) {
    return PostgresBus.open(tape, new SteppedTicker(), echo);
  }

  @Test
  void anyoneWhoListensGetsExactlyThePayload() throws SQLException {
    var channel = "workspace_owner:0198c0de-0000-7000-8000-000000000001";
    var payload = "{\"kind\":\"agent_app_status_update\",\"workspace_id\":\"0198c0de\"}";
    try (var connection =
            DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
        var statement = connection.createStatement()) {
      statement.execute("LISTEN \"" + channel + "\"");
      bus.publish(channel, payload);
      var heard = connection.unwrap(PGConnection.class).getNotifications(20_000);
      assertThat(heard).hasSize(1);
      assertThat(heard[0].getName()).isEqualTo(channel);
      assertThat(heard[0].getParameter()).isEqualTo(payload);
    }
  }

  @Test
  void twoReplicasHearEachOtherAndAnyoneWhoNotifies() throws SQLException {
    try (var replica = open(Echo.DELIVER)) {
      var here = ear("news");
      var there = new Ear();
      replica.subscribe("news", there);
      bus.publish("news", "from here");
      assertThat(List.of(here.message(), there.message())).containsOnly("from here");
      replica.publish("news", "from there");
      assertThat(List.of(here.message(), there.message())).containsOnly("from there");
      notifyByHand("news", "from outside");
      assertThat(List.of(here.message(), there.message())).containsOnly("from outside");
    }
  }

  @Test
  void aReplicaThatSkipsItsOwnMessagesHearsAllOthers() throws SQLException {
    try (var replica = open(Echo.SKIP_OWN)) {
      var own = new Ear();
      replica.subscribe("news", own);
      var other = ear("news");
      replica.publish("news", "own");
      assertThat(other.message()).isEqualTo("own");
      bus.publish("news", "from there");
      assertThat(own.message()).isEqualTo("from there");
      notifyByHand("news", "from outside");
      assertThat(own.message()).isEqualTo("from outside");
      assertThat(replica.stats().received()).isEqualTo(2);
    }
  }

  @Test
  void equalMessagesArriveAtLeastOnceAndTheirFollowersAfterThem() {
    var ear = ear("news");
    for (var n = 0; n < 100; n++) bus.publish("news", "again");
    bus.publish("news", "last");
    assertThat(ear.message()).isEqualTo("again");
    ear.await("last");
  }

  @Test
  void thousandsOfChannelsAreListenedToInFewRoundTrips() throws InterruptedException {
    var _ = tape.statements();
    var ears = IntStream.range(0, 2_000).mapToObj(_ -> new Ear()).toList();
    try (var crowd = new Crowd()) {
      crowd
          .start(
              100,
              member -> {
                for (var n = member; n < 2_000; n += 100) bus.subscribe("owner:" + n, ears.get(n));
              })
          .finish();
    }
    var roundTrips = tape.statements();
    assertThat(roundTrips).hasSizeLessThan(400);
    assertThat(commands(roundTrips)).hasSize(2_000).allMatch(each -> each.startsWith("LISTEN "));
    for (var member = 0; member < 2_000; member++) bus.publish("owner:" + member, "m" + member);
    for (var member = 0; member < 2_000; member++) {
      assertThat(ears.get(member).message()).isEqualTo("m" + member);
    }
  }

  @Test
  void aChannelIsListenedToOnceForAllItsSubscribersAndNotAfterTheLast() {
    var first = bus.subscribe("news", new Ear());
    var second = bus.subscribe("news", new Ear());
    first.close();
    var _ = ear("other");
    second.close();
    var _ = ear("another");
    assertThat(commands(tape.statements()))
        .containsSubsequence("LISTEN \"news\"", "LISTEN \"other\"")
        .contains("UNLISTEN \"news\"")
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsPublishedBeforeClosingIsStillSent() {
    var ear = ear("news");
    var replica = open(Echo.DELIVER);
    IntStream.range(0, 1_500).forEach(n -> replica.publish("news", "m" + n));
    replica.close();
    assertThat(ear.messages(1_500)).last().isEqualTo("m1499");
    assertThat(replica.stats().unsent()).isZero();
  }

  private static List<String> commands(List<String> roundTrips) {
    return roundTrips.stream().flatMap(text -> Arrays.stream(text.split(";", -1))).toList();
  }

  private static void notifyByHand(String channel, String payload) throws SQLException {
    try (var connection =
            DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
        var statement = connection.createStatement()) {
      statement.execute("NOTIFY " + channel + ", '" + payload + "'");
    }
  }
}
