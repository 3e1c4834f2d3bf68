package signalbox.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

class AgentTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.started("w1", shop.alice);

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 9, the second start.
  @Test
  void aTokenEndsWithTheNextStartBeforeThatIsWorkedOn() {
    var token = shop.agentToken(id);
    assertThat(report(token)).isEqualTo(200);
    shop.build(id, "start", shop.alice);
    assertThat(report(token)).isEqualTo(401);
    shop.runJobs();
    assertThat(report(token)).isEqualTo(401);
    assertThat(report(shop.agentToken(id))).isEqualTo(200);
  }

  @Test
  void aTokenEndsWithADelete() {
    var token = shop.agentToken(id);
    shop.build(id, "delete", shop.alice);
    assertThat(report(token)).isEqualTo(401);
    shop.runJobs();
    assertThat(report(token)).isEqualTo(401);
  }

  @Test
  void aTokenThatAnotherReplicaBelievesInIsRefusedAllTheSame() {
    try (var other = Workshop.withKey(shop.address, 1)) {
      var token = shop.agentToken(id);
      assertThat(other.report(token, "idle", "x").status()).isEqualTo(200);
      shop.build(id, "start", shop.alice);
      assertThat(other.agents.authenticate(token)).as("it still believes").isPresent();
      assertThat(other.report(token, "idle", "y").status()).isEqualTo(401);
      other.time.advance(Duration.ofSeconds(31));
      assertThat(other.agents.authenticate(token)).isEmpty();
    }
  }

  @Test
  void aTokenIsTheSameInCapitals() {
    var token = shop.agentToken(id);
    assertThat(report(token.toUpperCase(Locale.ROOT))).isEqualTo(200);
  }

  @Test
  void statusesOfAnEarlierBuildStandUnderTheAgentAloneNotInTheWorkspace() {
    shop.report(shop.agentToken(id), "working", "first build");
    shop.build(id, "start", shop.alice);
    shop.runJobs();
    var workspace = shop.workspace(id);
    var agent = workspace.at("/latest_build/resources/0/agents/0");
    assertThat(agent.at("/apps/0/statuses").isArray()).isTrue();
    assertThat(agent.at("/apps/0/statuses")).isEmpty();
    assertThat(workspace.at("/latest_app_status/message").asString()).isEqualTo("first build");
    var alone = shop.get("/workspaceagents/" + agent.at("/id").asString(), shop.alice);
    assertThat(alone.json().at("/apps/0/statuses/0/message").asString()).isEqualTo("first build");
  }

  @Test
  void whatAnAppSaidLastOutlivesAStop() {
    shop.report(shop.agentToken(id), "idle", "done");
    shop.build(id, "stop", shop.alice);
    shop.runJobs();
    var workspace = shop.workspace(id);
    assertThat(workspace.at("/latest_build/status").asString()).isEqualTo("stopped");
    assertThat(workspace.at("/latest_app_status/state").asString()).isEqualTo("idle");
    assertThat(workspace.at("/latest_build/resources")).isEmpty();
  }

  @Test
  void anAgentIsForThoseWhoMaySeeItsWorkspace() {
    var agent = shop.workspace(id).at("/latest_build/resources/0/agents/0/id").asString();
    assertThat(shop.get("/workspaceagents/" + agent, shop.alice).text("name")).isEqualTo("main");
    var foreign = shop.get("/workspaceagents/" + agent, shop.member("bob"));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.message())
        .isEqualTo("Agent doesn't exist with that id, or you do not have access to it.");
    assertThat(shop.get("/workspaceagents/xyz", shop.alice).message())
        .isEqualTo("Invalid UUID \"xyz\".");
  }

  @Test
  void anAgentThatNeverConnectsIsLateInTheEndAndWatchersAreToldOnce() {
    shop.news();
    shop.time.advance(Duration.ofSeconds(119));
    shop.timeouts.look();
    assertThat(shop.news()).isEmpty();
    shop.time.advance(Duration.ofSeconds(2));
    shop.timeouts.look();
    assertThat(shop.news(1)).containsExactly("agt_timeout");
    shop.timeouts.look();
    assertThat(shop.news()).isEmpty();
    var agent = shop.workspace(id).at("/latest_build/resources/0/agents/0");
    assertThat(agent.at("/status").asString()).isEqualTo("timeout");
    assertThat(agent.at("/health/reason").asString())
        .isEqualTo("agent is taking too long to connect");
  }

  @Test
  void anAgentOfAStoppedWorkspaceIsNotLate() {
    shop.build(id, "stop", shop.alice);
    shop.runJobs();
    shop.news();
    shop.time.advance(Duration.ofMinutes(5));
    shop.timeouts.look();
    assertThat(shop.news()).isEmpty();
  }

  @Test
  void credentialsAreALineToPaste() {
    var found = credentials("main", shop.alice);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.keys()).containsExactly("command", "agent_token");
    assertThat(found.text("command"))
        .contains("CODER_AGENT_URL='http://plane.example.com'", "\"app_slug\":\"claude\"")
        .contains("CODER_AGENT_TOKEN=" + found.text("agent_token"));
  }

  @Test
  void credentialsAreForAnAgentOfARunningWorkspace() {
    assertThat(credentials("other", shop.alice).status()).isEqualTo(404);
    assertThat(credentials("main", shop.member("bob")).status()).isEqualTo(404);
    shop.build(id, "stop", shop.alice);
    var stopping = credentials("main", shop.alice);
    assertThat(stopping.status()).isEqualTo(409);
    assertThat(stopping.detail())
        .isEqualTo("Its newest build is a stop, pending. Start the workspace first.");
  }

  @Test
  void aServerWithAnotherKeySaysSo() {
    try (var other = Workshop.withKey(shop.address, 2)) {
      var path = "/workspaces/" + id + "/external-agent/main/credentials";
      var refused = other.get(path, other.alice);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.detail())
          .contains("agent-token.key")
          .contains("Start the workspace again");
      other.build(id, "start", other.alice);
      other.runJobs();
      assertThat(other.get(path, other.alice).status()).isEqualTo(200);
    }
  }

  private int report(String token) {
    return shop.report(token, "working", "x").status();
  }

  private Answer credentials(String agent, String token) {
    return shop.get("/workspaces/" + id + "/external-agent/" + agent + "/credentials", token);
  }
}
