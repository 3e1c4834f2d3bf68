package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.agent.testing.Manifests.atStart;
import static signalbox.agent.testing.Manifests.empty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.agent.testing.Scene;
import signalbox.rpc.drpc.RpcException;

class LineTest {
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
  void whatHappensWhileTheServerIsAwayIsToldWhenItIsBack() throws Exception {
    var go = scene.home.resolve("go");
    scene.server.manifest =
        empty()
            .addScripts(
                atStart("wait", "while ! [ -e %s ]; do sleep 0.01; done; echo done".formatted(go)))
            .build();
    scene.begin("STARTING");
    scene.time.flow(Duration.ofSeconds(1));
    scene.server.dialled = 503;
    scene.server.cut();
    scene.time.until(() -> scene.said().contains("the server answers 503"));
    Files.createFile(go);
    scene.time.until(() -> scene.said().contains("The workspace is ready."));
    scene.time.flow(Duration.ofSeconds(2));
    assertThat(scene.server.states()).containsExactly("STARTING");

    scene.server.dialled = 101;
    scene.time.until(() -> scene.server.states().contains("READY"));
    scene.time.until(() -> scene.server.lines().contains("done"));
    scene.time.until(() -> scene.server.timings().size() == 1);
    assertThat(scene.server.states()).containsExactly("STARTING", "READY");
    assertThat(scene.server.requests("GetManifest")).hasSize(2);
    assertThat(scene.server.lines()).containsExactly("done");
  }

  @Test
  void aStateWhoseAnswerIsLostIsToldAgainAsTheSame() throws Exception {
    scene.server.loseAnswerTo("UpdateLifecycle");
    scene.begin("READY");
    assertThat(scene.server.states()).containsExactly("STARTING", "STARTING", "READY");
    assertThat(scene.server.lifecycles().subList(0, 2).stream().distinct()).hasSize(1);
  }

  @Test
  void aStateThatIsRefusedIsToldUntilItIsTaken() throws Exception {
    scene.server.refuse("UpdateLifecycle", RpcException.PLAIN);
    scene.begin();
    scene.time.until(() -> scene.said().contains("The server does not take lifecycle states"));
    scene.time.flow(Duration.ofSeconds(15));
    assertThat(scene.server.states()).isEmpty();
    scene.server.allow("UpdateLifecycle");
    scene.time.until(() -> scene.server.states().contains("READY"));
    assertThat(scene.server.states()).containsExactly("STARTING", "READY");
    assertThat(scene.server.requests("GetManifest")).hasSize(1);
  }

  @Test
  void logsWhoseAnswerIsLostAreToldAgain() throws Exception {
    scene.server.manifest = empty().addScripts(atStart("talk", "echo hello")).build();
    scene.server.loseAnswerTo("BatchCreateLogs");
    scene.begin("READY");
    scene.time.until(() -> scene.server.lines().size() == 2);
    assertThat(scene.server.lines()).containsExactly("hello", "hello");
  }

  @Test
  void whatTheServerLeavesOutIsDoneWithout() throws Exception {
    scene.server.manifest = empty().addScripts(atStart("talk", "echo hello")).build();
    scene.server.refuse("ScriptCompleted", RpcException.UNIMPLEMENTED);
    scene.server.refuse("GetResourcesMonitoringConfiguration", RpcException.UNIMPLEMENTED);
    scene.begin("READY");
    scene.time.until(() -> scene.server.lines().contains("hello"));
    scene.time.flow(Duration.ofSeconds(3));
    assertThat(scene.server.requests("GetManifest")).hasSize(1);
  }

  @Test
  void aServerThatHasEnoughLinesGetsNoMore() throws Exception {
    scene.server.logLimitReached = true;
    scene.server.manifest =
        empty().addScripts(atStart("talk", "echo one; sleep 0.3; echo two")).build();
    scene.begin("READY");
    scene.time.until(() -> scene.said().contains("takes no more log lines"));
    scene.time.flow(Duration.ofSeconds(2));
    assertThat(scene.server.requests("BatchCreateLogs")).hasSize(1);
  }

  @Test
  void aTokenThatIsNotKnownYetIsTriedAgain() throws Exception {
    scene.server.dialled = 401;
    scene.begin();
    scene.time.until(() -> scene.server.tokens().size() > 5);
    assertThat(scene.said()).containsOnlyOnce("does not accept the token");
    scene.server.dialled = 101;
    scene.time.until(() -> scene.server.states().contains("READY"));
    assertThat(scene.server.tokens()).containsOnly("the-token");
  }

  @Test
  void aFrozenServerIsNoticedWithinFortySeconds() throws Exception {
    scene.begin("READY");
    scene.time.flow(Duration.ofSeconds(12));
    assertThat(scene.server.connections()).isEqualTo(1);
    scene.server.freeze();
    var frozen = scene.time.instant();
    scene.time.until(() -> scene.server.tokens().size() == 2);
    assertThat(Duration.between(frozen, scene.time.instant())).isLessThan(Duration.ofSeconds(40));
    assertThat(scene.said()).contains("the peer does not answer pings");
  }

  @Test
  void aServerThatIsNotThereIsToldAsThat() throws Exception {
    scene.server.close();
    scene.begin();
    scene.time.until(() -> scene.said().contains(": nothing listens there."));
  }

  @Test
  void statsTellOfNoConnectionsAndGoOnAfterARefusal() throws Exception {
    scene.server.refuse("UpdateStats", RpcException.PLAIN);
    scene.begin("READY");
    scene.time.until(() -> scene.said().contains("The server refused: refused"));
    scene.server.allow("UpdateStats");
    scene.time.until(() -> scene.server.requests("UpdateStats").count() == 3);
    var stats =
        scene
            .server
            .requests("UpdateStats")
            .map(LineTest::stats)
            .filter(r -> r.hasStats())
            .toList();
    assertThat(stats).hasSize(2);
    assertThat(stats.getFirst().getStats().getConnectionCount()).isZero();
    assertThat(stats.getFirst().getStats().getMetricsList())
        .anyMatch(metric -> metric.getName().equals("signalbox_machine_memory_used_bytes"))
        .allMatch(metric -> metric.getValue() >= 0);
  }

  private static signalbox.agentapi.agent.UpdateStatsRequest stats(byte[] request) {
    try {
      return signalbox.agentapi.agent.UpdateStatsRequest.parseFrom(request);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
