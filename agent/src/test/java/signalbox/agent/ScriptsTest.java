package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static signalbox.agent.testing.Manifests.atStart;
import static signalbox.agent.testing.Manifests.empty;
import static signalbox.agent.testing.Manifests.id;
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
import signalbox.agentapi.agent.Log;
import signalbox.agentapi.agent.Timing;

class ScriptsTest {
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
  void startScriptsRunBesideEachOtherAndMakeTheWorkspaceReady() throws Exception {
    var meet = scene.home.resolve("meet");
    scene.server.manifest =
        empty()
            .addScripts(atStart("one", "mkfifo " + meet + "; echo met > " + meet))
            .addScripts(
                atStart("two", "while ! [ -p %s ]; do sleep 0.01; done; cat %<s".formatted(meet)))
            .build();
    scene.begin("READY");
    assertThat(scene.server.states()).containsExactly("STARTING", "READY");
    scene.time.until(() -> scene.server.timings().size() == 2);
    assertThat(scene.server.timings()).allMatch(run -> run.getStatus() == Timing.Status.OK);
    scene.time.until(() -> scene.server.lines().contains("met"));
  }

  @Test
  void aScriptSeesItsDirectoryItsEnvironmentAndWhereToReport() throws Exception {
    scene.server.manifest =
        empty()
            .setDirectory("$HOME/a/b")
            .putEnvironmentVariables("COLOUR", "blue")
            .addScripts(
                atStart(
                    "look",
                    "pwd; echo $COLOUR $CODER_WORKSPACE_NAME $CODER_AGENT_TOKEN; echo $CODER_AGENT_URL; echo $SIGNALBOX_AGENT_SOCKET"))
            .build();
    scene.begin("READY");
    scene.time.until(() -> scene.server.lines().size() == 4);
    assertThat(scene.server.lines())
        .containsExactly(
            scene.home + "/a/b",
            "blue demo the-token",
            scene.server.url().toString(),
            scene.socket().toString());
    assertThat(scene.server.requests("UpdateStartup").map(String::new).toList().getFirst())
        .contains("v1.2.3", scene.home + "/a/b");
  }

  @Test
  void outputIsToldLineByLineWithItsLevelAndKeptInAFile() throws Exception {
    scene.server.manifest =
        empty()
            .addScripts(
                atStart("talk", "printf 'fine\\r\\n\\377\\n'; echo broken >&2; printf 'no end'")
                    .setLogPath("~/logs/talk.log"))
            .build();
    scene.begin("READY");
    scene.time.until(() -> scene.server.lines().size() == 4);
    assertThat(scene.server.logs())
        .extracting(Log::getOutput, Log::getLevel)
        .containsExactlyInAnyOrder(
            tuple("fine", Log.Level.INFO),
            tuple("❌", Log.Level.INFO),
            tuple("no end", Log.Level.INFO),
            tuple("broken", Log.Level.ERROR));
    assertThat(Files.readString(scene.home.resolve("logs/talk.log")))
        .contains("fine\n", "broken\n", "no end\n");
  }

  @Test
  void aFailingScriptIsAStartErrorOnlyIfItDecides() throws Exception {
    scene.server.manifest =
        empty()
            .addScripts(script("beside", "exit 3").setRunOnStart(true))
            .addScripts(atStart("fine", "true"))
            .build();
    scene.begin("READY");
    scene.time.until(() -> scene.server.timings().size() == 2);
    var beside =
        scene.server.timings().stream()
            .filter(run -> run.getScriptId().equals(id("beside")))
            .findFirst()
            .orElseThrow();
    assertThat(beside.getStatus()).isEqualTo(Timing.Status.EXIT_FAILURE);
    assertThat(beside.getExitCode()).isEqualTo(3);
    scene.stop();

    scene.server.manifest = empty().addScripts(atStart("bad", "exit 4")).build();
    scene.begin("START_ERROR");
    assertThat(scene.said()).contains("Script bad (START) failed with exit code 4.");
  }

  @Test
  void aScriptThatTakesTooLongIsEndedWithAllThatItHasStarted() throws Exception {
    var pid = scene.home.resolve("pid");
    scene.server.manifest =
        empty()
            .addScripts(
                atStart(
                        "slow",
                        "(trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > %s; sleep 100 & wait; sleep 100') & wait"
                            .formatted(pid))
                    .setTimeout(seconds(20)))
            .build();
    scene.begin("STARTING");
    scene.time.until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    var stubborn = Long.parseLong(Files.readString(pid).strip());
    assertThat(Scene.isAlive(stubborn)).isTrue();
    scene.time.advance(Duration.ofSeconds(20));
    scene.time.until(() -> scene.server.states().contains("START_TIMEOUT"));
    scene.time.until(() -> !scene.server.timings().isEmpty());
    assertThat(scene.server.timings().getFirst().getStatus()).isEqualTo(Timing.Status.TIMED_OUT);
    scene.time.until(() -> !Scene.isAlive(stubborn));
    assertThat(scene.server.lines()).contains("The script took longer than 20.0 s; it is ended.");
  }

  @Test
  void aScriptIsAskedToEndBeforeItIsEnded() throws Exception {
    scene.server.manifest =
        empty()
            .addScripts(
                atStart("tidy", "trap 'echo asked; exit 9' TERM; echo on; sleep 100 & wait")
                    .setTimeout(seconds(20)))
            .build();
    scene.begin("STARTING");
    scene.time.until(() -> scene.server.lines().contains("on"));
    scene.time.advance(Duration.ofSeconds(20));
    scene.time.until(() -> scene.server.lines().contains("asked"));
    scene.time.until(() -> !scene.server.timings().isEmpty());
    assertThat(scene.server.timings().getFirst().getExitCode()).isEqualTo(9);
  }

  @Test
  void whatAScriptLeavesRunningIsHeardOn() throws Exception {
    var go = scene.home.resolve("go");
    scene.server.manifest =
        empty()
            .addScripts(
                atStart(
                    "leave",
                    "(while ! [ -e %s ]; do sleep 0.02; done; echo later; sleep 100) & echo now"
                        .formatted(go)))
            .build();
    scene.begin("READY");
    scene.time.until(() -> !scene.server.timings().isEmpty());
    assertThat(scene.server.timings().getFirst().getStatus())
        .isEqualTo(Timing.Status.PIPES_LEFT_OPEN);
    Files.createFile(go);
    scene.time.until(() -> scene.server.lines().contains("later"));
  }

  @Test
  void aFirstLineMayNameWhatRunsTheScript() throws Exception {
    scene.server.manifest =
        empty()
            .addScripts(atStart("bash", "#!/usr/bin/env bash\na=(x y); echo \"${a[1]}\""))
            .addScripts(atStart("none", "#!/no/such/thing\ntrue"))
            .build();
    scene.begin("START_ERROR");
    scene.time.until(() -> scene.server.lines().contains("y"));
    scene.time.until(() -> scene.server.timings().size() == 2);
    assertThat(scene.server.timings()).anyMatch(run -> run.getExitCode() != 0);
  }

  @Test
  void aScheduleRunsItsScriptAndNeverTwiceAtATime() throws Exception {
    var go = scene.home.resolve("go");
    scene.server.manifest =
        empty()
            .addScripts(
                script("tidy", "echo ran; while ! [ -e %s ]; do sleep 0.01; done".formatted(go))
                    .setCron("CRON_TZ=UTC * * * * *"))
            .addScripts(script("never", "true").setCron("61 * * * *"))
            .build();
    scene.begin("READY");
    assertThat(scene.said()).contains("Script never has a schedule that cannot be read");
    scene.time.advance(Duration.ofSeconds(60));
    scene.time.until(() -> scene.server.lines().size() == 1);
    scene.time.advance(Duration.ofSeconds(60));
    assertThat(scene.said()).contains("Script tidy still runs; this time is left out.");
    Files.createFile(go);
    scene.time.until(() -> scene.server.timings().size() == 1);
    assertThat(scene.server.timings().getFirst().getStage()).isEqualTo(Timing.Stage.CRON);
    scene.time.advance(Duration.ofSeconds(60));
    scene.time.until(() -> scene.server.lines().size() == 2);
  }
}
