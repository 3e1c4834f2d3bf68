package signalbox.server.agentlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.JsonNode;

class AgentLogTest {
  private static final String SOURCE = "0b94d1f1-9d4f-4a6c-8ec7-0e4f7d0f7e11";

  private final Workshop shop = Workshop.open();
  private final String workspace = shop.started("w1", shop.alice);
  private final String agent = shop.agent(workspace).path("id").asString();
  private final String token = shop.agentToken(workspace);

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 31.
  @Test
  void whatAnAgentSaysIsReadInOrder() {
    assertThat(source(SOURCE, "source").status()).isEqualTo(201);
    shop.news();
    var sent = say(SOURCE, "{'output':'one','level':'info'},{'output':'two'}");
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.body()).isEqualTo("null\n");
    assertThat(shop.news()).containsExactly("agt_first_logs");
    var lines = log("").json();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).propertyNames())
        .containsExactlyInAnyOrder("id", "created_at", "output", "level", "source_id");
    assertThat(outputs(lines)).containsExactly("one", "two");
    assertThat(lines).allMatch(line -> line.path("level").asString().equals("info"));
    var first = lines.get(0).path("id").asLong();
    assertThat(lines.get(1).path("id").asLong()).isGreaterThan(first);
    assertThat(outputs(log("?after=" + first).json())).containsExactly("two");
    assertThat(outputs(log("?before=" + (first + 1)).json())).containsExactly("one");
    assertThat(log("?format=text").body())
        .isEqualTo(
            """
            2026-01-01T00:00:00Z [info] [agent.main|source] one
            2026-01-01T00:00:00Z [info] [agent.main|source] two
            """);
    say(SOURCE, "{'output':'three'}");
    assertThat(shop.news()).isEmpty();
    assertThat(shop.agent(workspace).path("logs_length").asInt()).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?after=-1 | Query param \"after\" must be an integer greater than or equal to zero. | ",
        "?format=xml | Invalid format parameter. | Allowed values are \"json\" and \"text\".",
        "?format=text&follow | Text format is not supported with follow mode. | Use format=json or omit the follow parameter."
      })
  void aWishThatMakesNoSenseIsExplained(String query, String message, String detail) {
    var refused = log(query);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo(message);
    if (detail != null) assertThat(refused.detail()).isEqualTo(detail);
    else
      assertThat(refused.json().at("/validations/0/detail").asString())
          .isEqualTo("Must be an integer greater than or equal to zero");
  }

  @Test
  void linesThatCannotBeAreExplained() {
    assertThat(say(SOURCE, "").message()).isEqualTo("No logs provided.");
    var loud = say(SOURCE, "{'output':'x','level':'loud'}");
    assertThat(loud.status()).isEqualTo(400);
    assertThat(loud.message()).isEqualTo("Invalid log level provided.");
    assertThat(loud.detail()).isEqualTo("invalid log level: \"loud\"");
    assertThat(log("").json()).isEmpty();
  }

  @Test
  void linesOfNoSourceComeFromOutside() {
    say("00000000-0000-0000-0000-000000000000", "{'output':'x'}");
    say("00000000-0000-0000-0000-000000000000", "{'output':'y'}");
    assertThat(log("").json().at("/0/source_id").asString())
        .isEqualTo("3b579bf4-1ed8-4b99-87a8-e9a1e3410410");
    var sources = shop.agent(workspace).path("log_sources");
    assertThat(sources).hasSize(1);
    assertThat(sources.at("/0/display_name").asString()).isEqualTo("External");
    assertThat(sources.at("/0/icon").asString()).isEqualTo("/emojis/1f310.png");
  }

  @Test
  void whatCannotBeShownIsMarked() {
    say(SOURCE, "{'output':'a\\u0000b\\ud800\\ud801c😀'}");
    assertThat(outputs(log("").json())).containsExactly("a❌b❌c😀");
  }

  /// Scenario 32.
  @Test
  void aLogHasALimitAndABatchIsInItAsAWholeOrNotAtAll() {
    assertThat(say(SOURCE, "{'output':'" + "x".repeat(AgentLogs.BYTES_MAX - 1) + "'}").status())
        .isEqualTo(200);
    shop.news();
    var over = say(SOURCE, "{'output':'y'},{'output':'z'}");
    assertThat(over.status()).isEqualTo(413);
    assertThat(over.message()).isEqualTo("Logs limit exceeded");
    assertThat(over.keys()).doesNotContain("detail");
    assertThat(shop.news()).containsExactly("agt_logs_overflow");
    var again = say(SOURCE, "{'output':'y'}");
    assertThat(again.status()).isEqualTo(413);
    assertThat(again.detail()).isNotEmpty();
    assertThat(shop.news()).isEmpty();
    assertThat(log("").json()).hasSize(1);
    var now = shop.agent(workspace);
    assertThat(now.path("logs_overflowed").asBoolean()).isTrue();
    assertThat(now.path("logs_length").asInt()).isEqualTo(AgentLogs.BYTES_MAX - 1);
  }

  @Test
  void emptyLinesHaveALimitToo() {
    var lines = "{},".repeat(AgentLogs.LINES_MAX - 1) + "{}";
    assertThat(say(SOURCE, lines).status()).isEqualTo(200);
    assertThat(say(SOURCE, "{}").status()).isEqualTo(413);
  }

  @Test
  void batchesAtTheSameTimeNeitherExceedTheLimitNorLoseALine() throws Exception {
    var line = "{'output':'" + "x".repeat(AgentLogs.BYTES_MAX / 16) + "'}";
    shop.news();
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> saying = () -> say(SOURCE, line).status();
      for (var said : threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> saying).toList())) {
        statuses.add(said.get());
      }
    }
    assertThat(statuses).containsOnly(200, 413);
    assertThat(statuses.stream().filter(s -> s == 200)).hasSize(16);
    assertThat(log("").json()).hasSize(16);
    assertThat(shop.news()).containsExactlyInAnyOrder("agt_first_logs", "agt_logs_overflow");
  }

  @Test
  void aSourceMayBeNamedAgainAndHasABound() {
    var first = source(SOURCE, "old");
    shop.time.advance(Duration.ofSeconds(1));
    var again = source(SOURCE, "new");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("display_name")).isEqualTo("new");
    assertThat(again.text("created_at")).isEqualTo(first.text("created_at"));
    assertThat(source(SOURCE, "x".repeat(128)).wrongFields()).containsExactly("display_name");
    assertThat(source("00000000-0000-0000-0000-000000000000", "x").wrongFields())
        .containsExactly("id");
    for (var i = 1; i < AgentLogs.SOURCES_MAX; i++) {
      assertThat(source(UUID.randomUUID().toString(), "s" + i).status()).isEqualTo(201);
    }
    assertThat(source(UUID.randomUUID().toString(), "one more").status()).isEqualTo(400);
    assertThat(source(SOURCE, "newer").status()).isEqualTo(201);
  }

  @Test
  void anAgentThatIsOverIsNotListenedToEvenWhereItIsStillBelieved() {
    try (var other = Workshop.withKey(shop.address, 1)) {
      say(SOURCE, "{'output':'a'}");
      var body = "{'log_source_id':'%s','logs':[{'output':'b'}]}".formatted(SOURCE);
      assertThat(other.patch("/workspaceagents/me/logs", token, body).status()).isEqualTo(200);
      shop.build(workspace, "start", shop.alice);
      assertThat(other.patch("/workspaceagents/me/logs", token, body).status()).isEqualTo(401);
    }
  }

  @Test
  void oldLogsAreForgottenButNotThoseOfTheNewestBuild() {
    say(SOURCE, "{'output':'old'}");
    var later = shop.time.instant().plusSeconds(1);
    shop.agentLogs.forget(later);
    assertThat(log("").json()).hasSize(1);
    shop.build(workspace, "start", shop.alice);
    shop.agentLogs.forget(shop.time.instant());
    assertThat(log("").json()).as("not old enough").hasSize(1);
    shop.agentLogs.forget(later);
    assertThat(log("").json()).isEmpty();
  }

  private Answer say(String source, String lines) {
    return shop.patch(
        "/workspaceagents/me/logs",
        token,
        "{'log_source_id':'%s','logs':[%s]}".formatted(source, lines));
  }

  private Answer source(String id, String name) {
    return shop.post(
        "/workspaceagents/me/log-source",
        token,
        "{'id':'%s','display_name':'%s','icon':''}".formatted(id, name));
  }

  private Answer log(String query) {
    return shop.get("/workspaceagents/" + agent + "/logs" + query, shop.alice);
  }

  private static List<String> outputs(JsonNode lines) {
    return StreamSupport.stream(lines.spliterator(), false)
        .map(line -> line.path("output").asString())
        .toList();
  }
}
