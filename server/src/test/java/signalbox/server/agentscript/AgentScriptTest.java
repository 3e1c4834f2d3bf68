package signalbox.server.agentscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.agentscript.ScriptRun.Stage;
import signalbox.server.agentscript.ScriptRun.Status;
import signalbox.server.id.AgentId;
import signalbox.server.id.ScriptId;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.JsonNode;

class AgentScriptTest {
  private static final String INSTALL =
      "{'name':'install','icon':'/emojis/25b6.png','script':'./install.sh','when':'START','cron':'',"
          + "'blocks_login':true,'timeout_seconds':600,'log_path':'install.log'}";
  private static final String NIGHTLY =
      "{'name':'nightly','icon':'','script':'date','when':'CRON','cron':'0 3 * * *',"
          + "'blocks_login':false,'timeout_seconds':0,'log_path':''}";

  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aBuildGivesAnAgentTheScriptsOfItsTemplateEachWithItsLog() {
    shop.equip("'scripts':[" + INSTALL + "," + NIGHTLY + "]");
    var agent = shop.agent(shop.started("w1", shop.alice));
    assertThat(agent.at("/scripts"))
        .extracting(s -> s.path("display_name").asString(), s -> s.path("cron").asString())
        .containsExactly(tuple("install", ""), tuple("nightly", "0 3 * * *"));
    var install = agent.at("/scripts/0");
    assertThat(install.path("run_on_start").asBoolean()).isTrue();
    assertThat(install.path("start_blocks_login").asBoolean()).isTrue();
    assertThat(install.path("timeout").asLong()).isEqualTo(Duration.ofMinutes(10).toNanos());
    assertThat(install.path("log_path").asString()).isEqualTo("install.log");
    assertThat(install.has("status") || install.has("exit_code")).isFalse();
    assertThat(agent.path("startup_script_behavior").asString()).isEqualTo("blocking");
    var source = agent.at("/log_sources/0");
    assertThat(source.path("id")).isEqualTo(install.path("log_source_id"));
    assertThat(source.path("icon").asString()).isEqualTo("/emojis/25b6.png");
    assertThat(source.path("workspace_agent_id")).isEqualTo(agent.path("id"));
  }

  @Test
  void theNewestRunOfAScriptShowsHowItEnded() {
    shop.equip("'scripts':[" + INSTALL + "]");
    var workspace = shop.started("w1", shop.alice);
    var agent = shop.agent(workspace);
    var at = shop.time.instant();
    assertThat(ended(agent, Stage.START, Status.EXIT_FAILURE, 7, at)).isTrue();
    assertThat(ended(agent, Stage.STOP, Status.OK, 0, at.minusSeconds(5))).isTrue();
    assertThat(ended(agent, Stage.START, Status.TIMED_OUT, 1, at.minusSeconds(9))).isTrue();
    var script = shop.agent(workspace).at("/scripts/0");
    assertThat(script.path("status").asString()).isEqualTo("exit_failure");
    assertThat(script.path("exit_code").asInt()).isEqualTo(7);
  }

  @Test
  void nobodyTellsOfAnotherAgentsScripts() {
    shop.equip("'scripts':[" + INSTALL + "]");
    var mine = shop.agent(shop.started("w1", shop.alice));
    var theirs = shop.agent(shop.started("w2", shop.alice));
    var run = run(mine, Stage.START, Status.OK, 0, shop.time.instant());
    assertThat(shop.scripts.ended(id(theirs), run)).isFalse();
  }

  private boolean ended(JsonNode agent, Stage stage, Status status, int exitCode, Instant at) {
    return shop.scripts.ended(id(agent), run(agent, stage, status, exitCode, at));
  }

  private static ScriptRun run(
      JsonNode agent, Stage stage, Status status, int exitCode, Instant at) {
    var script = new ScriptId(UUID.fromString(agent.at("/scripts/0/id").asString()));
    return new ScriptRun(script, stage, status, exitCode, at.minusSeconds(1), at);
  }

  private static AgentId id(JsonNode agent) {
    return new AgentId(UUID.fromString(agent.path("id").asString()));
  }
}
