package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static signalbox.agent.testing.Manifests.atStart;
import static signalbox.agent.testing.Manifests.empty;
import static signalbox.agent.testing.Manifests.script;
import static signalbox.agent.testing.Manifests.seconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.agent.testing.Scene;
import signalbox.agentapi.agent.Timing;
import signalbox.agentapi.agent.WorkspaceAgentScript;

class StopTest {
  private Scene scene;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    scene = new Scene(home);
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  @Test
  void stopScriptsRunAndEverythingIsToldBeforeTheEnd() throws Exception {
    scene.server.manifest = empty().addScripts(atStop("echo bye")).build();
    scene.begin("READY");
    scene.stop();
    assertThat(scene.server.states()).containsExactly("STARTING", "READY", "SHUTTING_DOWN", "OFF");
    assertThat(scene.server.lines()).containsExactly("bye");
    assertThat(scene.server.timings().getFirst().getStage()).isEqualTo(Timing.Stage.STOP);
    assertThat(Files.exists(scene.socket())).isFalse();
    scene.time.until(() -> scene.server.connections() == 0);
  }

  @Test
  void theLastStateTellsHowTheStopScriptsWent() throws Exception {
    scene.server.manifest = empty().addScripts(atStop("exit 1")).build();
    scene.begin("READY");
    scene.stop();
    assertThat(scene.server.states()).endsWith("SHUTTING_DOWN", "SHUTDOWN_ERROR");

    scene.server.manifest = empty().addScripts(atStop("sleep 100").setTimeout(seconds(1))).build();
    scene.begin("READY");
    scene.stop();
    assertThat(scene.server.states()).endsWith("SHUTTING_DOWN", "SHUTDOWN_TIMEOUT");
  }

  @Test
  void allThatTheAgentHasStartedEnds() throws Exception {
    scene.server.manifest =
        empty()
            .addScripts(
                atStart("group", "sleep 100 & echo $! > $HOME/group; wait")
                    .setStartBlocksLogin(false))
            .addScripts(
                atStart(
                    "away",
                    "setsid sh -c 'trap \"\" TERM; echo $$ > $HOME/away; while :; do sleep 1; done' > /dev/null 2>&1 &"))
            .build();
    scene.begin("READY");
    var group = pid("group");
    var away = pid("away");
    scene.stop();
    assertThat(Scene.isAlive(group)).isFalse();
    assertThat(Scene.isAlive(away)).isFalse();
    assertThat(scene.server.states()).endsWith("OFF");
  }

  @Test
  void aStartThatEndsDuringTheStopChangesNothing() throws Exception {
    scene.server.manifest = empty().addScripts(atStart("long", "sleep 100")).build();
    scene.begin("STARTING");
    scene.stop();
    assertThat(scene.server.states()).containsExactly("STARTING", "SHUTTING_DOWN", "OFF");
  }

  @Test
  void aServerThatIsAwayHoldsUpTheEndForFiveSecondsAtMost() throws Exception {
    scene.begin("READY");
    scene.server.dialled = 503;
    scene.server.cut();
    scene.time.until(() -> scene.server.connections() == 0);
    var began = scene.time.instant();
    scene.stop();
    assertThat(Duration.between(began, scene.time.instant()))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    assertThat(scene.said()).contains("Not everything could be told to the server.");
  }

  @Test
  void aServerThatComesBackMeanwhileHearsTheEnd() throws Exception {
    scene.server.manifest = empty().addScripts(atStop("sleep 0.3; echo bye")).build();
    scene.begin("READY");
    scene.server.cut();
    scene.stop();
    assertThat(scene.server.states()).endsWith("SHUTTING_DOWN", "OFF");
    assertThat(scene.server.lines()).containsExactly("bye");
  }

  @Test
  void anAgentThatNeverBeganHasNothingToStop() throws Exception {
    scene.server.dialled = 401;
    scene.begin();
    scene.time.until(() -> scene.server.tokens().size() > 1);
    scene.stop();
    assertThat(scene.server.states()).isEmpty();
    assertThat(scene.said()).doesNotContain("Not everything");
  }

  @Test
  void aSecondAgentWithTheSameTokenDoesNotStart() throws Exception {
    scene.begin("READY");
    assertThatThrownBy(() -> Agent.start(scene.settings(), scene.time, scene.console()))
        .hasMessageStartingWith("another agent with the same token runs here");
    assertThat(Files.exists(scene.socket())).isTrue();
  }

  @Test
  void whatAnAgentThatWasKilledHasLeftBehindEndsFirst() throws Exception {
    var builder = new ProcessBuilder("sleep", "100");
    builder.environment().put("SIGNALBOX_AGENT_SOCKET", scene.socket().toString());
    var left = builder.start();
    var other = new ProcessBuilder("sleep", "100").start();
    var starting = Thread.ofVirtual().start(() -> start());
    scene.time.until(() -> !starting.isAlive());
    assertThat(left.isAlive()).isFalse();
    assertThat(other.isAlive()).isTrue();
    other.destroy();
    assertThat(scene.said()).contains("Ended 1 processes of an agent before.");
  }

  private void start() {
    try {
      scene.begin();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static WorkspaceAgentScript.Builder atStop(String text) {
    return script("stop", text).setRunOnStop(true);
  }

  private long pid(String name) {
    var file = scene.home.resolve(name);
    scene.time.until(() -> Files.exists(file) && !Files.readString(file).isBlank());
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
