package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.id.JobId;
import signalbox.server.job.JobLogs;
import signalbox.server.job.Line;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.json.JsonMapper;

class BuildLogTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.create("w1", shop.alice).text("id");
  private final String build = shop.workspace(id).at("/latest_build/id").asString();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aLogTellsWhatWasDone() {
    shop.runJobs();
    var lines = log("").json();
    assertThat(lines.findValuesAsString("stage"))
        .containsExactly("Setting up", "Starting", "Ready");
    assertThat(lines.at("/0/log_source").asString()).isEqualTo("provisioner");
    assertThat(lines.at("/0/log_level").asString()).isEqualTo("info");
    assertThat(lines.at("/1/output").asString()).isEqualTo("Agent main may report for claude.");
    var first = lines.at("/0/id").asString();
    assertThat(log("?after=" + first).json().findValuesAsString("stage"))
        .containsExactly("Starting", "Ready");
    var text = log("?format=text");
    assertThat(text.header("Content-Type")).startsWith("text/plain");
    assertThat(text.body())
        .startsWith("2026-01-01T00:00:00Z [info] [provisioner|Setting up] Build 1 with");
  }

  @Test
  void aBadWishIsExplained() {
    assertThat(log("?after=x").message()).isEqualTo("Query param \"after\" must be an integer.");
    assertThat(log("?after=x").wrongFields()).containsExactly("after");
    assertThat(log("?format=xml").message()).isEqualTo("Invalid format parameter.");
    assertThat(log("?format=xml").detail()).isEqualTo("Allowed values are \"json\" and \"text\".");
    assertThat(log("?format=text&follow").message())
        .isEqualTo("Text format is not supported with follow mode.");
    assertThat(log("?follow").status()).isEqualTo(426);
  }

  @Test
  void aFollowerGetsEachLineInAFrameAndTheEndWithTheJob() {
    var follower = new SocketTape();
    shop.socket("/workspacebuilds/" + build + "/logs?follow", shop.alice, follower);
    shop.runJobs();
    awaitEnd(follower);
    assertThat(stages(follower)).containsExactly("Setting up", "Starting", "Ready");
  }

  @Test
  void aFollowerOfAFinishedJobGetsAllOfItAndTheEnd() {
    shop.runJobs();
    var follower = new SocketTape();
    var first = log("").json().at("/0/id").asString();
    shop.socket(
        "/workspacebuilds/" + build + "/logs?follow=true&after=" + first, shop.alice, follower);
    awaitEnd(follower);
    assertThat(stages(follower)).containsExactly("Starting", "Ready");
  }

  @Test
  void aFollowerWhoseHintWasLostLooksAgain() {
    try (var other = Workshop.withKey(shop.address, 1)) {
      var worker = UUID.randomUUID();
      var work = shop.bench.take(worker).orElseThrow();
      var follower = new SocketTape();
      other.socket("/workspacebuilds/" + build + "/logs?follow", other.alice, follower);
      Eventually.await(() -> follower.texts().size() == 1);
      shop.bench.finish(work, worker);
      other.time.advance(Duration.ofSeconds(5));
      awaitEnd(follower);
      assertThat(stages(follower)).containsExactly("Setting up", "Starting", "Ready");
    }
  }

  @Test
  void aLogOfManyPagesArrivesWhole() {
    var work = shop.bench.take(UUID.randomUUID()).orElseThrow();
    var job = work.build().job().id();
    var follower = new SocketTape();
    shop.socket("/workspacebuilds/" + build + "/logs?follow", shop.alice, follower);
    for (var page = 0; page < 10; page++) {
      var from = page * 100;
      shop.database.run(
          tx ->
              shop.logs.append(
                  tx,
                  job,
                  IntStream.range(from, from + 100)
                      .mapToObj(n -> Line.info("Line " + n, "x".repeat(900)))
                      .toList()));
      shop.logs.tell(job, false);
    }
    Eventually.await(() -> follower.texts().size() == 1_001);
    assertThat(stages(follower).subList(1, 4)).containsExactly("Line 0", "Line 1", "Line 2");
    assertThat(stages(follower)).doesNotHaveDuplicates();
  }

  @Test
  void aLogThatIsTooLongIsCutAndSaysSo() {
    var work = shop.bench.take(UUID.randomUUID()).orElseThrow();
    var job = work.build().job().id();
    var rest = JobLogs.BYTES_MAX - "Build 1 with template version v1.".length();
    append(job, "x".repeat(rest - 10));
    append(job, "ü".repeat(6));
    append(job, "after the end");
    shop.logs.tell(job, false);
    assertThat(log("").json()).hasSize(2);
    assertThat(shop.workspace(id).at("/latest_build/job/logs_overflowed").asBoolean()).isTrue();
  }

  private void append(JobId job, String output) {
    shop.database.run(tx -> shop.logs.append(tx, job, List.of(Line.info("Filling", output))));
  }

  private Answer log(String query) {
    return shop.get("/workspacebuilds/" + build + "/logs" + query, shop.alice);
  }

  private static List<String> stages(SocketTape follower) {
    var mapper = new JsonMapper();
    return follower.texts().stream()
        .map(text -> mapper.readTree(text).path("stage").asString())
        .toList();
  }

  private static void awaitEnd(SocketTape follower) {
    assertThat(follower.awaitClose()).startsWith("closed 1000");
  }
}
