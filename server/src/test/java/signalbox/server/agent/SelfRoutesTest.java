package signalbox.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.Workshop;

class SelfRoutesTest {
  private static final String REINIT = "/workspaceagents/me/reinit";

  private final Workshop shop = Workshop.open();
  private final String workspace = shop.started("w1", shop.alice);
  private final String token = shop.agentToken(workspace);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void anAgentThatCanBeToldThatNobodyWillClaimItIsTold() {
    var told = shop.get(REINIT + "?wait=true", token);
    assertThat(told.status()).isEqualTo(409);
    assertThat(told.message())
        .isEqualTo("Workspace is not a prebuilt workspace waiting to be claimed.");
  }

  @Test
  void anOlderOneIsLeftWaitingUntilItMayNoLongerSpeak() {
    try (var waiting = shop.stream(REINIT, token)) {
      shop.time.advance(Duration.ofSeconds(15));
      assertThat(waiting.next().type()).isEqualTo("ping");
      var log = new SocketTape();
      var agent = shop.agent(workspace).path("id").asString();
      shop.socket("/workspaceagents/" + agent + "/logs?follow", shop.alice, log);
      log.next();
      shop.build(workspace, "stop", shop.alice);
      log.awaitClose();
      shop.time.advance(Duration.ofSeconds(15));
      assertThat(waiting.next().type()).as("it is being stopped").isEqualTo("ping");
      shop.runJobs();
      assertThat(waiting.next().isEnd()).isTrue();
    }
  }

  @Test
  void thereIsNoProviderOfCredentials() {
    var missing = "No matching external auth provider found in Coder for the ";
    refused("", 400, "'url' or 'id' must be provided!");
    refused("?match=https://x&id=y", 400, "'url' and 'id' cannot be provided together!");
    refused("?match=https://x", 404, missing + "url \"https://x\".");
    refused("?id=y&listen=true", 404, missing + "id \"y\".");
  }

  private void refused(String query, int status, String message) {
    var answer = shop.get("/workspaceagents/me/external-auth" + query, token);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void portsAreThoseOfAnAgentThatIsConnected() {
    var agent = shop.agent(workspace).path("id").asString();
    var path = "/workspaceagents/" + agent;
    var refused = shop.get(path + "/listening-ports", shop.alice);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("Agent state is \"connecting\", it must be in the \"connected\" state.");
    shop.execute("UPDATE agents SET first_connected_at = ?, last_connected_at = ?", now(), now());
    assertThat(shop.get(path + "/listening-ports", shop.alice).body())
        .isEqualTo("{\"ports\":[]}\n");
    assertThat(shop.get(path + "/containers", shop.alice).body())
        .isEqualTo("{\"devcontainers\":[],\"containers\":[]}\n");
  }

  private Timestamp now() {
    return Timestamp.from(shop.time.instant());
  }
}
