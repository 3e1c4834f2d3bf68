package signalbox.server.appstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.JsonNode;

/// Statuses do not outlive their reporters, and watchers are told.
class LeasesTest {
  private static final String TOLD = "agt_app_status_update";

  private final Workshop shop = Workshop.open();
  private final String id = shop.started("dev", shop.alice);
  private final String token = shop.agentToken(id);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void whatIsNotSaidAgainIsLostWhenItsLeaseIsOver() {
    report(60);
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    assertThat(newest().path("lease_expires_at").asString()).isEqualTo(now(60).toString());
    shop.news();

    later(59);
    assertNothingTold();
    later(2);

    assertTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("lost");
    assertThat(newest().path("state").asString()).as("what was said").isEqualTo("working");
  }

  @Test
  void itIsToldOnceAlsoAfterARestart() {
    report(60);
    shop.news();
    later(120);
    later(120);
    assertTold();

    try (var other = new Leases(shop.database, shop.time)) {
      other.look();
    }
    assertNothingTold();
  }

  @Test
  void whatIsSaidAgainLivesAgainAndIsLostAgain() {
    report(60);
    later(120);
    report(60);
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    assertThat(newest().path("repeat_count").asInt()).isEqualTo(2);
    shop.news();

    later(61);

    assertTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("lost");
  }

  @Test
  void sayingItAgainInTimeKeepsItAlive() {
    report(60);
    later(50);
    report(60);
    shop.news();
    later(50);
    assertNothingTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
  }

  @Test
  void whoAsksForLessIsBelievedForLess() {
    report(3_600);
    report(30);
    shop.news();
    later(31);
    assertTold();
  }

  @Test
  void aConnectionHoldsItAndItsEndGivesAGrace() {
    report(60);
    connect();
    shop.news();
    for (var i = 0; i < 20; i++) {
      later(15);
      signOfLife();
    }
    assertNothingTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    assertThat(newest().has("lease_expires_at")).isFalse();

    disconnect();
    later(19);
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    assertNothingTold();
    later(2);
    assertThat(newest().path("liveness").asString()).isEqualTo("lost");
    assertTold();

    connect();
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    assertTold();
  }

  /// Its server was killed, so nobody noted the end of its connection.
  @Test
  void anAgentThatFellSilentIsGoneAfterThirtySecondsAndItsStatusTwentyLater() {
    report(60);
    connect();
    shop.news();
    later(31);
    await(() -> shop.agent(id).path("status").asString().equals("disconnected"));
    await(() -> shop.news().contains("agt_connection_update"));
    later(18);
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    later(2);
    assertThat(newest().path("liveness").asString()).isEqualTo("lost");
    assertTold();
  }

  @Test
  void anAgentThatComesBackInTimeIsNotMissed() {
    report(60);
    connect();
    disconnect();
    later(10);
    connect();
    shop.news();
    later(25);
    assertNothingTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
  }

  @Test
  void whenItsBuildIsOverItHasEnded() {
    report(60);
    shop.build(id, "stop", shop.alice);
    assertThat(newest().path("liveness").asString()).isEqualTo("live");
    shop.news();
    shop.runJobs();
    assertTold();
    assertThat(newest().path("liveness").asString()).isEqualTo("ended");

    later(600);
    assertNothingTold();
  }

  @Test
  void onlyTheNewestOfAnAppIsSaidToBeAliveOrNot() {
    report(60);
    shop.report(token, "idle", "done");
    var all = shop.get("/workspaces/" + id + "/app-statuses", shop.alice).json().path("statuses");
    assertThat(all.path(0).has("liveness")).isFalse();
    assertThat(all.path(1).path("liveness").asString()).isEqualTo("live");
    var shown = shop.workspace(id).at("/latest_build/resources/0/agents/0/apps/0/statuses");
    assertThat(shown.path(0).path("liveness").asString()).isEqualTo("live");
    assertThat(shown.path(1).has("liveness")).isFalse();
  }

  private void assertTold() {
    var told = new ArrayList<String>();
    await(
        () -> {
          told.addAll(shop.news());
          return told.contains(TOLD);
        });
    assertThat(told).containsOnlyOnce(TOLD);
  }

  private void assertNothingTold() {
    assertThat(shop.news()).doesNotContain(TOLD);
  }

  private void report(int lease) {
    var body =
        "{'app_slug':'claude','state':'working','message':'tests','lease_seconds':" + lease + "}";
    assertThat(shop.patch("/workspaceagents/me/app-status", token, body).status()).isEqualTo(200);
  }

  private void later(int seconds) {
    shop.time.advance(Duration.ofSeconds(seconds));
    shop.leases.look();
  }

  private Instant now(int plus) {
    return shop.time.instant().plusSeconds(plus);
  }

  private JsonNode newest() {
    return shop.workspace(id).path("latest_app_status");
  }

  private void connect() {
    signOfLife();
    shop.database.run(tx -> shop.leases.connected(tx, owner(), workspace(), agent()));
  }

  private void signOfLife() {
    shop.execute(
        "UPDATE agents SET first_connected_at = ?::timestamptz, last_connected_at = ?::timestamptz",
        now(0).toString(),
        now(0).toString());
  }

  private void disconnect() {
    shop.execute("UPDATE agents SET disconnected_at = ?::timestamptz", now(0).toString());
    shop.database.run(
        tx -> shop.leases.disconnected(tx, owner(), agent(), new Connection(now(0), now(0))));
  }

  private UserId owner() {
    return new UserId(uuid(shop.workspace(id).path("owner_id")));
  }

  private WorkspaceId workspace() {
    return new WorkspaceId(UUID.fromString(id));
  }

  private AgentId agent() {
    return new AgentId(uuid(shop.workspace(id).at("/latest_build/resources/0/agents/0/id")));
  }

  private static UUID uuid(JsonNode id) {
    return UUID.fromString(id.asString());
  }
}
