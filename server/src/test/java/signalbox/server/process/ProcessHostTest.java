package signalbox.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Workshop;

/// Workspaces of the template `local`: the server runs their agents.
class ProcessHostTest {
  /// Says that it is there, and again when it is asked to end.
  private static final String PATIENT =
      """
      env > environment
      trap 'echo ended >> story; exit 0' TERM
      echo $$ >> story
      while :; do sleep 0.05; done
      """;

  private final Workshop shop = Workshop.open();
  private String id = "";
  private Path home = Path.of("");

  @BeforeEach
  void create() {
    var template = shop.get("/organizations/default/templates/local", shop.admin).text("id");
    var body = "{'template_id':'%s','name':'dev'}".formatted(template);
    id = shop.post("/users/me/workspaces", shop.admin, body).text("id");
    home = shop.home(id);
  }

  @AfterEach
  void end() {
    shop.build(id, "delete", shop.admin);
    shop.runJobs();
    shop.close();
  }

  @Test
  void aStartRunsTheAgentInADirectoryOfItsOwnWithItsToken() {
    start(PATIENT);
    assertThat(read("environment"))
        .contains("HOME=" + home, "CODER_AGENT_URL=http://plane.example.com", "CODER_AGENT_TOKEN=")
        .doesNotContain("MAVEN");
    assertThat(shop.status(id)).isEqualTo("running");
    var logs = shop.get("/workspacebuilds/" + build() + "/logs", shop.admin).body();
    assertThat(logs).contains("The workspace lives in " + home);
  }

  @Test
  void aStopLetsTheAgentEndAndADeleteRemovesWhatItLeft() {
    start(PATIENT);
    shop.build(id, "stop", shop.admin);
    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("stopped");
    assertThat(read("story")).endsWith("ended\n");
    var logs = shop.get("/workspacebuilds/" + build() + "/logs", shop.admin).body();
    assertThat(logs).contains("Agent main has ended.");
    assertThat(runs(pid(0))).isFalse();
    assertThat(home).exists();

    shop.build(id, "delete", shop.admin);
    shop.runJobs();
    assertThat(home).doesNotExist();
    assertThat(shop.status(id)).isEqualTo("deleted");
  }

  @Test
  void anAgentThatCrashesIsStartedAgainEachTimeLater() {
    start("echo $$ >> story; exit 1");
    shop.time.advance(Duration.ofSeconds(1));
    await(() -> lines() == 2);
    shop.time.advance(Duration.ofSeconds(1));
    shop.time.advance(Duration.ofMillis(900));
    assertThat(lines()).as("two seconds are not over").isEqualTo(2);
    shop.time.advance(Duration.ofSeconds(1));
    await(() -> lines() == 3);
  }

  @Test
  void theNextServerFindsTheAgentsOfTheOneBefore() {
    start(PATIENT);
    shop.host.close();
    try (var next = shop.anotherHost()) {
      next.look();
      shop.time.advance(Duration.ofMinutes(1));
      shop.database.run(tx -> {});
      assertThat(runs(pid(0))).isTrue();
      assertThat(lines()).isEqualTo(1);
    }
  }

  @Test
  void anAgentThatIsNotToRunAnyMoreIsEnded() {
    start(PATIENT);
    shop.execute("UPDATE agents SET retired_at = now()");
    shop.time.advance(Duration.ofSeconds(1));
    await(() -> !runs(pid(0)));
  }

  @Test
  void whoGivesUpAStopDoesNotWait() {
    start("trap '' TERM; echo $$ >> story; while :; do sleep 0.05; done");
    shop.build(id, "stop", shop.admin);
    var working = CompletableFuture.runAsync(shop::runJobs);
    await(() -> shop.status(id).equals("stopping"));
    shop.patch("/workspacebuilds/" + build() + "/cancel", shop.admin, "{}");
    working.join();
    assertThat(shop.status(id)).isEqualTo("canceled");
    assertThat(runs(pid(0))).isFalse();
  }

  @Test
  void onlyWhoRunsTheDeploymentMayUseTheServersMachine() {
    var template = shop.get("/organizations/default/templates/local", shop.admin).text("id");
    var body = "{'template_id':'%s','name':'mine'}".formatted(template);
    var answer = shop.post("/users/me/workspaces", shop.alice, body);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("--process-runtime all");
  }

  private void start(String agent) {
    try {
      Files.createDirectories(home);
      Files.writeString(home.resolve("agent.sh"), agent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shop.runJobs();
    await(() -> lines() > 0);
  }

  private String build() {
    return shop.workspace(id).at("/latest_build/id").asString();
  }

  private String read(String name) {
    try {
      return Files.readString(home.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }

  private long lines() {
    return read("story").lines().count();
  }

  private long pid(int line) {
    return Long.parseLong(read("story").lines().toList().get(line));
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
