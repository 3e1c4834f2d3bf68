package signalbox.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.Workshop;

/// Agents while their workspace is stopped, while the database is away, and many at once.
@Timeout(60)
class TroubleTest {
  private final Workshop shop = Workshop.open();
  private final String dev = shop.started("dev", shop.alice);
  private final String token = shop.agentToken(dev);
  private final String id = shop.agent(dev).path("id").asString();

  @AfterEach
  void close() {
    shop.writes.down(false);
    shop.close();
  }

  @Test
  void untilAStopIsDoneItsAgentsConnectAndReport() throws Exception {
    var first = connect();
    stop();
    shop.time.advance(Duration.ofSeconds(5));
    first.is(Lifecycle.State.SHUTTING_DOWN);
    first.kill();
    var second = connect();
    second.is(Lifecycle.State.OFF);
    assertThat(agent("lifecycle_state")).isEqualTo("off");

    shop.runner.runOne();
    shop.time.advance(Duration.ofSeconds(5));
    assertThat(second.awaitEnd()).isNotNull();
    assertThat(AgentSocket.knock(shop.uri(""), token)).isEqualTo(401);
  }

  @Test
  void theSocketOfAFrozenAgentIsEndedAfterThirtySecondsOfSilence() {
    try (var agent = connect()) {
      agent.freeze();
      shop.time.advance(Duration.ofSeconds(30));
      assertThat(agent("status")).isEqualTo("connected");
      assertThat(agent("disconnected_at")).isEmpty();
      shop.time.advance(Duration.ofSeconds(2));
      await(() -> shop.news().contains("agt_connection_update"));
      assertThat(agent("disconnected_at")).isNotEmpty();
    }
  }

  @Test
  void aCallAfterTheStopChangesNothing() {
    try (var agent = connect()) {
      stop();
      shop.runner.runOne();
      // Its socket has not been ended yet.
      assertThat(refusal(agent)).isEqualTo("Workspace agent not authorized.");
    }
  }

  @Test
  void aStateThatIsToldWhileTheDatabaseIsAwayIsStoredWhenItIsBack() throws Exception {
    try (var agent = connect()) {
      shop.writes.down(true);
      var told = CompletableFuture.supplyAsync(() -> refusal(agent));
      await(() -> shop.writes.refused() > 1);
      assertThat(told).isNotDone();
      agent.live();
      shop.writes.down(false);
      assertThat(told.get()).isEmpty();
      assertThat(agent("lifecycle_state")).isEqualTo("ready");
    }
  }

  @Test
  void anEndThatCannotBeNotedIsNotedWhenTheDatabaseIsBack() {
    var agent = connect();
    shop.writes.down(true);
    agent.kill();
    await(() -> shop.writes.refused() > 0);
    assertThat(agent("status")).isEqualTo("connected");
    shop.writes.down(false);
    shop.time.advance(Duration.ofSeconds(1));
    await(() -> agent("status").equals("disconnected"));
  }

  @Test
  void anAgentThatNobodyCouldNoteIsConnectedAgainWithItsNextSignOfLife() {
    try (var agent = connect()) {
      shop.execute(
          "UPDATE agents SET disconnected_at = last_connected_at WHERE workspace_id = ?::uuid",
          dev);
      assertThat(agent("status")).isEqualTo("disconnected");
      shop.news();
      agent.live(shop.time, Duration.ofSeconds(10));
      shop.time.advance(Duration.ofSeconds(1));
      await(() -> agent("status").equals("connected"));
      assertThat(shop.news()).contains("agt_connection_update");
    }
  }

  @Test
  void signsOfLifeOfManyAgentsAreOneStatementEachSecond() {
    var agents = new ArrayList<AgentSocket>();
    for (var i = 0; i < 20; i++) {
      var workspace = shop.started("many" + i, shop.alice);
      agents.add(AgentSocket.connect(shop, shop.agentToken(workspace)).live());
    }
    shop.time.advance(Duration.ofSeconds(10));
    agents.forEach(AgentSocket::live);
    var before = beats();
    shop.time.advance(Duration.ofSeconds(1));
    await(() -> beats() == before + 1);
    shop.time.advance(Duration.ofSeconds(3));
    agents.forEach(AgentSocket::live);
    assertThat(beats()).isEqualTo(before + 1);
    agents.forEach(AgentSocket::close);
  }

  private AgentSocket connect() {
    var agent = AgentSocket.connect(shop, token).live();
    shop.news();
    return agent;
  }

  /// Tells that it is ready; answers what was wrong with that.
  private static String refusal(AgentSocket agent) {
    try {
      agent.is(Lifecycle.State.READY);
      return "";
    } catch (RpcException e) {
      return e.text();
    }
  }

  private void stop() {
    var made = shop.post("/workspaces/" + dev + "/builds", shop.alice, "{'transition':'stop'}");
    assertThat(made.status()).isEqualTo(201);
  }

  private long beats() {
    return shop.writes.statements().stream()
        .filter(sql -> sql.contains("unnest") && sql.contains("was_gone"))
        .count();
  }

  private String agent(String key) {
    return shop.get("/workspaceagents/" + id, shop.alice).text(key);
  }
}
