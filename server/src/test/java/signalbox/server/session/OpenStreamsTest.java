package signalbox.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.access.Caller;
import signalbox.server.db.Database;
import signalbox.server.db.Pools;
import signalbox.server.id.UserId;
import signalbox.server.testing.Door;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.StatementLog;

class OpenStreamsTest {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Door door = Door.open();
  private final String admin = door.admin();
  private final String alice = door.member("alice", admin);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
    door.close();
  }

  @Test
  void signingOutEndsTheSessionsStreamsAtOnce() {
    try (var stream = open("/streams/me", alice)) {
      door.post("/users/logout", alice, "");
      assertThat(stream.rest())
          .isEqualTo(
              "event: error\ndata: {\"message\":\"You are signed out or your session has expired. Please sign in again"
                  + " to continue.\",\"detail\":\"API key is invalid.\"}\n");
    }
  }

  @Test
  void deletingAKeyEndsItsStreamsAndNoOthers() {
    var token = door.post("/users/me/keys/tokens", alice, "{}").text("key");
    try (var ended = open("/streams/me", token);
        var kept = open("/streams/me", alice)) {
      door.delete("/users/me/keys/" + token.substring(0, 10), alice);
      assertThat(ended.rest()).contains("API key is invalid.");
      door.put("/users/alice/status/suspend", admin, null);
      assertThat(kept.rest()).contains("User is not active");
    }
  }

  @Test
  void expiryEndsStreamsAtTheNextLook() {
    var token =
        door.post("/users/me/keys/tokens", alice, "{\"lifetime\":3600000000000}").text("key");
    try (var stream = open("/streams/me", token)) {
      door.time.advance(Duration.ofHours(1));
      assertThat(stream.rest()).contains("API key expired at \\\"2026-01-01T01:00:00Z\\\".");
    }
  }

  @Test
  void aNewPasswordEndsStreams() {
    try (var stream = open("/streams/me", alice)) {
      door.put("/users/alice/password", admin, "{\"password\":\"AnotherPassword!\"}");
      assertThat(stream.rest()).contains("API key is invalid.");
    }
  }

  @Test
  void whoMayNoLongerSeeTheOwnerIsTurnedAwayAndKeepsTheirOwn() {
    door.put("/users/alice/roles", admin, "{\"roles\":[\"owner\"]}");
    try (var others = open("/streams/admin", alice);
        var own = open("/streams/me", alice)) {
      door.put("/users/alice/roles", admin, "{\"roles\":[]}");
      assertThat(others.rest())
          .isEqualTo(
              """
              event: error
              data: {"message":"Resource not found or you do not have access to this resource"}
              """);
      door.delete("/users/alice", admin);
      assertThat(own.rest()).contains("API key is invalid.");
    }
  }

  @Test
  void whatAnotherReplicaTookAwayIsSeenAtTheNextLook() {
    try (var other = new Door(door.address);
        var stream = open("/streams/me", alice)) {
      other.put("/users/alice/status/suspend", admin, null);
      door.time.advance(LOOK);
      assertThat(stream.rest()).contains("User is not active");
    }
  }

  @Test
  void socketsAreToldAndClosedInGoodOrder() throws Exception {
    var tape = new SocketTape();
    client
        .newWebSocketBuilder()
        .header("Coder-Session-Token", alice)
        .buildAsync(
            URI.create(door.uri("/api/v2/streams/me/ws").toString().replace("http:", "ws:")), tape)
        .get(5, TimeUnit.SECONDS);
    assertThat(tape.next()).isEqualTo("{\"type\":\"ping\",\"data\":null}");
    door.post("/users/logout", alice, "");
    assertThat(tape.next())
        .startsWith("{\"type\":\"error\",\"data\":{\"message\":\"You are signed out");
    assertThat(tape.next()).startsWith("closed 1000");
  }

  @Test
  void whoDoesNotReadIsCutOff() throws Exception {
    try (var streams = new OpenStreams(door.database, door.time)) {
      var outlet = new FakeOutlet(true);
      streams.guard(outlet, session(alice), new UserId(UUID.randomUUID()));
      door.time.advance(LOOK);
      assertThat(outlet.next()).isEqualTo("dropped");
    }
  }

  @Test
  void anyNumberOfStreamsOfAKeyCostOneStatementThatNamesItOnce() throws Exception {
    var log = new StatementLog();
    try (var pools = pools();
        var streams = new OpenStreams(listening(pools, log), door.time)) {
      var outlets = Stream.generate(() -> new FakeOutlet(false)).limit(10_000).toList();
      var reader = session(alice);
      for (var outlet : outlets) streams.guard(outlet, reader, reader.user());
      streams.guard(new FakeOutlet(false), session(admin), session(admin).user());
      assertThat(streams.size()).isEqualTo(10_001);
      assertThat(streams.keys()).hasSize(2);
      door.time.advance(LOOK);
      while (log.statements().isEmpty()) Thread.onSpinWait();
      door.post("/users/logout", alice, "");
      door.time.advance(LOOK);
      for (var outlet : outlets) {
        assertThat(outlet.next()).startsWith("event: error\n");
        assertThat(outlet.next()).isEqualTo("ended");
        outlet.close();
      }
      assertThat(log.statements()).hasSizeLessThanOrEqualTo(2);
      assertThat(streams.size()).isEqualTo(1);
      assertThat(streams.keys()).hasSize(1);
    }
  }

  @Test
  void aDatabaseOutageEndsNoStream() throws Exception {
    var log = new StatementLog();
    try (var pools = pools();
        var streams = new OpenStreams(listening(pools, log), door.time)) {
      var outlet = new FakeOutlet(false);
      var reader = session(alice);
      streams.guard(outlet, reader, reader.user());
      log.down(true);
      door.time.advance(LOOK);
      while (log.refused() < 1) Thread.onSpinWait();
      log.down(false);
      door.time.advance(LOOK);
      while (log.statements().isEmpty()) Thread.onSpinWait();
      assertThat(streams.size()).isEqualTo(1);
      door.post("/users/logout", alice, "");
      door.time.advance(LOOK);
      assertThat(outlet.next()).contains("API key is invalid.");
    }
  }

  private Pools pools() {
    return Pools.open(door.address.jdbcUrl(), door.address.user(), door.address.password());
  }

  private static Database listening(Pools pools, StatementLog log) {
    return new Database(
        log.listen(pools.writes()), log.listen(pools.reads()), InstantSource.system(), _ -> {});
  }

  private Caller.Session session(String token) {
    var me = door.get("/users/me", token);
    return new Caller.Session(
        new UserId(UUID.fromString(me.text("id"))),
        me.text("username"),
        Set.of(),
        token.substring(0, 10),
        Instant.MAX);
  }

  private StreamReader open(String path, String token) {
    return StreamReader.open(client, door, path, token);
  }
}
