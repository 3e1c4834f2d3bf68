package signalbox.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Plane;
import tools.jackson.databind.JsonNode;

/// Whether an agent is connected, and who is told.
@Timeout(60)
class ConnectionTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static int workspaces;

  private final Plane.Workspace dev = PLANE.workspace(ADMIN, "dev" + workspaces++, "claude");
  private final EventStream events = PLANE.stream("/users/me/workspace-events", ADMIN, "");

  /// From its first snapshot on a stream shows everything.
  @BeforeEach
  void listen() {
    events.await(m -> m.type().equals("snapshot") && m.data().contains(dev.id()), PLANE.time);
  }

  @AfterEach
  void hangUp() {
    events.close();
    PLANE.delete("/workspaces/" + dev.id(), ADMIN);
  }

  @AfterAll
  static void close() {
    PLANE.close();
  }

  @Test
  void aSocketThatIsOverBeforeItIsNotedDoesNotEndTheNext() {
    for (var i = 0; i < 60; i++) {
      AgentSocket.connect(PLANE, dev.agentToken()).kill();
      var next = AgentSocket.connect(PLANE, dev.agentToken()).live();
      assertThat(status()).isEqualTo("connected");
      next.live();
      next.close();
    }
  }

  @Test
  void anAgentIsConnectedFromItsSocketToItsEnd() {
    assertThat(status()).isEqualTo("connecting");
    var first = connect();
    assertThat(status()).isEqualTo("connected");
    assertThat(at("first_connected_at")).isEqualTo(at("last_connected_at"));
    assertThat(agent().has("disconnected_at")).isFalse();
    assertThat(agent().at("/health/healthy").asBoolean()).isTrue();

    PLANE.time.advance(Duration.ofSeconds(3));
    first.kill();
    awaitConnectionEvent();
    assertThat(status()).isEqualTo("disconnected");
    assertThat(at("disconnected_at")).isAfterOrEqualTo(at("first_connected_at").plusSeconds(3));
    assertThat(agent().at("/health/reason").asString()).isEqualTo("agent has lost connection");

    var second = connect();
    assertThat(status()).isEqualTo("connected");
    second.leave();
    awaitConnectionEvent();
    assertThat(status()).isEqualTo("disconnected");
  }

  @Test
  void aSignOfLifeIsNotedSoonAndIsNoNews() {
    try (var agent = connect()) {
      agent.live(PLANE.time, Duration.ofMinutes(2));
      PLANE.time.advance(Duration.ofSeconds(1));
      await(() -> !at("last_connected_at").isBefore(PLANE.time.instant().minusSeconds(6)));
      assertThat(status()).isEqualTo("connected");
      assertThat(events.soFar()).noneMatch(m -> m.data().contains("agt_connection_update"));
    }
  }

  @Test
  void pingsKeepAnAgentConnectedThatSaysNothing() {
    try (var agent = connect()) {
      for (var beat = 1; beat <= 4; beat++) {
        PLANE.time.advance(Duration.ofSeconds(15));
        var pinged = PLANE.time.instant();
        await(() -> !lastSeen().isBefore(pinged));
      }
      assertThat(agent.isOver()).isFalse();
    }
  }

  @Test
  void whoIsFrozenIsGoneAfterThirtySecondsOfSilence() {
    try (var agent = connect().live()) {
      agent.freeze();
      PLANE.time.advance(Duration.ofSeconds(30));
      assertThat(status()).isEqualTo("connected");
      PLANE.time.advance(Duration.ofSeconds(2));
      awaitConnectionEvent();
      assertThat(status()).isEqualTo("disconnected");
      assertThat(PLANE.get("/workspaceagents/" + dev.agentId(), ADMIN).body())
          .contains("agent has lost connection");
    }
  }

  @Test
  void aNewerSocketReplacesTheOlderOneAndTheOlderOnesEndSaysNothing() {
    var older = connect();
    try (var newer = connect()) {
      assertThat(older.awaitEnd()).isNotNull();
      newer.live(PLANE.time, Duration.ofSeconds(20));
      assertThat(status()).isEqualTo("connected");
      assertThat(agent().has("disconnected_at")).isFalse();
      assertThat(events.soFar()).noneMatch(m -> m.data().contains("agt_connection_update"));
    }
    awaitConnectionEvent();
    assertThat(status()).isEqualTo("disconnected");
  }

  @Test
  void aSocketOnAnotherServerReplacesTheOlderOneToo() {
    var older = connect();
    try (var other = new Plane(PLANE.database, PLANE.time)) {
      try (var newer = AgentSocket.connect(other, dev.agentToken())) {
        awaitConnectionEvent();
        PLANE.time.advance(Duration.ofSeconds(2));
        assertThat(older.awaitEnd()).isNotNull();
        newer.live(PLANE.time, Duration.ofSeconds(20));
        assertThat(status()).isEqualTo("connected");
        assertThat(agent().has("disconnected_at")).isFalse();
      }
      awaitConnectionEvent();
    }
  }

  @Test
  void whoSpeaksForAnAgentDoesNotMakeItConnected() {
    try (var logs =
        AgentSocket.connect(PLANE, dev.agentToken(), "version=2.0&role=logstream-kube")) {
      logs.live();
      assertThat(status()).isEqualTo("connecting");
    }
    PLANE.time.advance(Duration.ofSeconds(2));
    assertThat(status()).isEqualTo("connecting");
    assertThat(events.soFar()).noneMatch(m -> m.data().contains("agt_connection_update"));
  }

  @Test
  void anAgentMayReportWhileItIsStoppedAndIsEndedAfterwards() throws Exception {
    try (var agent = connect()) {
      agent.is(Lifecycle.State.READY);
      stop();
      // The stop is done at once; within five seconds the socket ends.
      PLANE.time.advance(Duration.ofSeconds(2));
      assertThat(agent.awaitEnd()).isNotNull();
    }
    assertThat(AgentSocket.knock(PLANE.uri(""), dev.agentToken())).isEqualTo(401);
  }

  @Test
  void aServerThatStopsNotesWhoIsNotConnectedAnyMore() {
    try (var other = new Plane(PLANE.database, PLANE.time)) {
      AgentSocket.connect(other, dev.agentToken());
      awaitConnectionEvent();
    }
    assertThat(status()).isEqualTo("disconnected");
    awaitConnectionEvent();
  }

  private AgentSocket connect() {
    var agent = AgentSocket.connect(PLANE, dev.agentToken()).live();
    awaitConnectionEvent();
    return agent;
  }

  private void awaitConnectionEvent() {
    events.await(
        m -> m.data().contains("agt_connection_update") && m.data().contains(dev.agentId()),
        PLANE.time);
  }

  private void stop() {
    var made =
        PLANE.post("/workspaces/" + dev.id() + "/builds", ADMIN, "{\"transition\":\"stop\"}");
    assertThat(made.status()).isEqualTo(201);
    PLANE.awaitBuild(ADMIN, dev.id(), "stopped");
  }

  private JsonNode agent() {
    return PLANE.get("/workspaceagents/" + dev.agentId(), ADMIN).json();
  }

  private String status() {
    return agent().path("status").asString();
  }

  private Instant lastSeen() {
    PLANE.time.advance(Duration.ofMillis(50));
    return at("last_connected_at");
  }

  private Instant at(String key) {
    return Instant.parse(agent().path(key).asString());
  }
}
