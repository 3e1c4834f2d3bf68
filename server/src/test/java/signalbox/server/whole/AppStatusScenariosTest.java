package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Plane;
import tools.jackson.databind.JsonNode;

/// App statuses as the contract has them (`scenarios.md` 1 to 8), and what we add to them.
class AppStatusScenariosTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static int workspaces;

  private final Plane.Workspace dev = PLANE.workspace(ADMIN, "w" + ++workspaces, "vscode,claude");

  @AfterAll
  static void close() {
    PLANE.close();
  }

  /// Scenario 1.
  @Test
  void aReportIsAcceptedAndTheDeprecatedIconIsIgnored() {
    var answer =
        patch(
            """
            {"app_slug":"vscode","state":"complete","message":"testing","uri":"https://example.com",\
            "icon":"https://example.com/i.png","needs_user_attention":true}""");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().isNull()).isTrue();

    var agent = PLANE.get("/workspaceagents/" + dev.agentId(), ADMIN).json();
    var statuses = statuses(agent, "vscode");
    assertThat(statuses).hasSize(1);
    var status = statuses.getFirst();
    assertThat(status.propertyNames())
        .contains(
            "id",
            "created_at",
            "workspace_id",
            "agent_id",
            "app_id",
            "state",
            "message",
            "uri",
            "icon",
            "needs_user_attention");
    assertThat(status.path("state").asString()).isEqualTo("complete");
    assertThat(status.path("message").asString()).isEqualTo("testing");
    assertThat(status.path("uri").asString()).isEqualTo("https://example.com");
    assertThat(status.path("icon").asString("?")).isEmpty();
    assertThat(status.path("needs_user_attention").asBoolean()).isTrue();
    assertThat(latest().path("id")).isEqualTo(status.path("id"));
  }

  /// Scenario 2.
  @Test
  void anUnknownSlugIsRefusedAndNothingIsStored() {
    var answer = PLANE.report(dev.agentToken(), "unknown", "working", "x");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("Failed to get workspace app.");
    assertThat(answer.detail()).isEqualTo("No app found with slug \"unknown\"");
    assertThat(answer.keys()).doesNotContain("validations");
    assertThat(history("")).isEmpty();
  }

  @Test
  void halfACharacterIsInNoSlugAndInNoLink() {
    var slug = patch("{\"app_slug\":\"\\ud83d\",\"state\":\"working\",\"message\":\"x\"}");
    assertThat(slug.status()).isEqualTo(400);
    assertThat(slug.message()).isEqualTo("Failed to get workspace app.");
    var link = withUri("https://x/\\ud83d");
    assertThat(link.status()).isEqualTo(400);
    assertThat(link.json().at("/validations/0/field").asString()).isEqualTo("uri");
    assertThat(history("")).isEmpty();
  }

  /// Scenario 3.
  @Test
  void anUnknownStateIsRefusedAndCaseDoesNotMatter() {
    for (var state : List.of("unknown", "")) {
      var answer = PLANE.report(dev.agentToken(), "vscode", state, "x");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).isEqualTo("Failed to parse request.");
      assertThat(answer.detail()).isEqualTo("Invalid state: " + state);
    }
    assertThat(PLANE.report(dev.agentToken(), "vscode", "WORKING", "x").status()).isEqualTo(200);
    assertThat(latest().path("state").asString()).isEqualTo("working");
  }

  /// Scenario 4.
  @Test
  void aMessageIsAtMost160BytesAndTheStateIsCheckedFirst() {
    var token = dev.agentToken();
    var answer = PLANE.report(token, "vscode", "working", "a".repeat(161));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("Message is too long.");
    assertThat(answer.detail()).isEqualTo("Message must be less than 160 characters.");
    assertThat(answer.json().path("validations").toString())
        .isEqualTo(
            "[{\"field\":\"message\",\"detail\":\"Message must be less than 160 characters.\"}]");
    assertThat(PLANE.report(token, "vscode", "working", "a".repeat(160)).status()).isEqualTo(200);
    assertThat(PLANE.report(token, "vscode", "working", "é".repeat(81)).status()).isEqualTo(400);
    assertThat(PLANE.report(token, "vscode", "x", "a".repeat(161)).message())
        .isEqualTo("Failed to parse request.");
  }

  /// Scenario 5.
  @Test
  void aMessageIsMadeFitForPagesAndAnAbsentUriIsEmpty() {
    var answer =
        PLANE.report(
            dev.agentToken(),
            "vscode",
            "working",
            "  <b>Hi</b>\\t\\tthere \\u001b[31mred\\u001b[0m ");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(latest().path("message").asString()).isEqualTo("Hi there red");
    assertThat(latest().path("uri").asString("?")).isEmpty();
  }

  /// Scenario 6.
  @Test
  void identicalReportsInARowAreOneRowAndTheNewestComesFirst() {
    report("working", "a");
    report("working", "a");
    report("idle", "b");
    var statuses = statuses(agent(), "vscode");
    assertThat(texts(statuses, "state")).containsExactly("idle", "working");
    assertThat(statuses.get(1).path("repeat_count").asInt()).isEqualTo(2);
    assertThat(latest().path("state").asString()).isEqualTo("idle");
  }

  /// Scenario 7.
  @Test
  void aStatusSurvivesAStopOfItsWorkspace() {
    report("idle", "b");
    assertThat(
            PLANE
                .post("/workspaces/" + dev.id() + "/builds", ADMIN, "{\"transition\":\"stop\"}")
                .status())
        .isEqualTo(201);
    PLANE.awaitBuild(ADMIN, dev.id(), "stopped");
    assertThat(latest().path("message").asString()).isEqualTo("b");
    assertThat(workspace().path("latest_build").path("resources").toString())
        .doesNotContain(dev.agentId());
    var late = PLANE.report(dev.agentToken(), "vscode", "working", "too late");
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.message()).isEqualTo("Workspace agent not authorized.");
  }

  /// Scenario 8.
  @Test
  void aWrongAgentTokenIsNamed() {
    var none = PLANE.report("", "vscode", "working", "x");
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.message()).isEqualTo("Cookie \"coder_session_token\" must be provided.");
    var abc = PLANE.report("abc", "vscode", "working", "x");
    assertThat(abc.status()).isEqualTo(401);
    assertThat(abc.message()).isEqualTo("Workspace agent token invalid.");
    assertThat(abc.detail()).isEqualTo("An agent token must be a valid UUIDv4. (len 3)");
    var unknown = PLANE.report(UUID.randomUUID().toString(), "vscode", "working", "x");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.message()).isEqualTo("Workspace agent not authorized.");
    assertThat(unknown.detail()).startsWith("The agent cannot authenticate until");
    assertThat(List.of(none, abc, unknown))
        .allSatisfy(answer -> assertThat(answer.header("WWW-Authenticate")).isEmpty());
  }

  @Test
  void aKeyMakesARepeatedReportOneAndAnotherReportAConflict() {
    assertThat(keyed("k1", "one").status()).isEqualTo(200);
    assertThat(keyed("k2", "two").status()).isEqualTo(200);
    assertThat(keyed("k1", "one").status()).isEqualTo(200);
    assertThat(texts(history(""), "message")).containsExactly("one", "two");
    assertThat(keyed("k1", "three").status()).isEqualTo(409);
    assertThat(keyed("k".repeat(255), "three").status()).isEqualTo(200);
    assertThat(keyed("k".repeat(256), "four").status()).isEqualTo(400);
    assertThat(keyed("with blank", "four").wrongFields()).containsExactly("Idempotency-Key");
    assertThat(texts(history(""), "message")).containsExactly("one", "two", "three");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"})
  void aLinkThatWouldRunInThePageIsRefused(String uri) {
    var answer = withUri(uri);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactly("uri");
    assertThat(history("")).isEmpty();
  }

  @Test
  void otherLinksAreKeptAsTheyAre() {
    for (var uri : List.of("https://example.com/pr/1", "vscode://file/x", "file:///tmp/a")) {
      assertThat(withUri(uri).status()).isEqualTo(200);
      assertThat(latest().path("uri").asString()).isEqualTo(uri);
    }
  }

  @Test
  void anAppShowsItsNewestTwentyAndTheHistoryPagesThroughAllBothWays() {
    var all = IntStream.rangeClosed(1, 25).mapToObj(i -> "m" + i).toList();
    all.forEach(message -> report("working", message));

    var shown = statuses(agent(), "vscode");
    assertThat(texts(shown, "message")).isEqualTo(all.reversed().subList(0, 20));
    assertThat(texts(pages("asc", "after"), "message")).isEqualTo(all);
    assertThat(texts(pages("desc", "before"), "message")).isEqualTo(all.reversed());
    assertThat(history("?app=claude")).isEmpty();
    assertThat(history("?app=vscode&limit=500")).hasSize(25);
  }

  /// Reads the history in pages of seven.
  private List<JsonNode> pages(String order, String cursor) {
    var all = new ArrayList<JsonNode>();
    var path = "/workspaces/" + dev.id() + "/app-statuses?limit=7&order=" + order;
    var page = PLANE.get(path, ADMIN).json();
    while (true) {
      page.path("statuses").forEach(all::add);
      if (page.path("next").isNull()) return all;
      page = PLANE.get(path + "&" + cursor + "=" + page.path("next").asLong(), ADMIN).json();
    }
  }

  @Test
  void aWrongPageIsRefusedWithEveryFieldNamed() {
    var answer =
        PLANE.get(
            "/workspaces/" + dev.id() + "/app-statuses?limit=501&after=x&before=-1&order=up",
            ADMIN);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactlyInAnyOrder("limit", "after", "before", "order");
  }

  private void report(String state, String message) {
    assertThat(PLANE.report(dev.agentToken(), "vscode", state, message).status()).isEqualTo(200);
  }

  private Answer withUri(String uri) {
    return patch("{\"app_slug\":\"vscode\",\"state\":\"idle\",\"uri\":\"" + uri + "\"}");
  }

  private Answer patch(String body) {
    return PLANE.patch("/workspaceagents/me/app-status", dev.agentToken(), body);
  }

  private Answer keyed(String key, String message) {
    return KeyedReports.send(PLANE, dev.agentToken(), key, "vscode", message);
  }

  private JsonNode workspace() {
    return PLANE.get("/workspaces/" + dev.id(), ADMIN).json();
  }

  private JsonNode latest() {
    return workspace().path("latest_app_status");
  }

  private JsonNode agent() {
    return workspace().path("latest_build").path("resources").path(0).path("agents").path(0);
  }

  private List<JsonNode> history(String query) {
    var page = PLANE.get("/workspaces/" + dev.id() + "/app-statuses" + query, ADMIN);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return elements(page.json().path("statuses"));
  }

  private static List<JsonNode> statuses(JsonNode agent, String slug) {
    return elements(agent.path("apps")).stream()
        .filter(app -> app.path("slug").asString().equals(slug))
        .flatMap(app -> elements(app.path("statuses")).stream())
        .toList();
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> texts(List<JsonNode> statuses, String key) {
    return statuses.stream().map(status -> status.path(key).asString()).toList();
  }
}
