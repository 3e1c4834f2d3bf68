package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

class BuildTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.started("w1", shop.alice);

  @BeforeEach
  void forgetNews() {
    shop.news();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aStopIsQueuedTakenAndDone() {
    var made = shop.build(id, "stop", shop.alice);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/build_number").asInt()).isEqualTo(2);
    assertThat(made.text("reason")).isEqualTo("initiator");
    assertThat(made.text("status")).isEqualTo("pending");
    assertThat(made.json().at("/resources").isArray()).isTrue();
    assertThat(shop.news()).containsExactly("state_change");
    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("stopped");
    assertThat(shop.news()).containsExactly("state_change", "state_change");
    assertThat(shop.workspace(id).at("/latest_build/resources")).isEmpty();
  }

  @Test
  void aReasonIsKeptButForADelete() {
    assertThat(build("{'transition':'stop','reason':'cli'}").text("reason")).isEqualTo("cli");
    shop.runJobs();
    assertThat(build("{'transition':'delete','reason':'cli'}").text("reason"))
        .isEqualTo("initiator");
  }

  @Test
  void aSecondBuildWaitsForTheFirst() {
    shop.build(id, "stop", shop.alice);
    var second = shop.build(id, "start", shop.alice);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.message()).isEqualTo("A workspace build is already active.");
    assertThat(second.detail()).isEqualTo("A workspace build is already active.");
  }

  @Test
  void ofManyBuildsAtOnceExactlyOneIsQueued() throws InterruptedException {
    List<Callable<Answer>> builds =
        IntStream.range(0, 12)
            .<Callable<Answer>>mapToObj(
                n -> () -> shop.build(id, n % 2 == 0 ? "stop" : "start", shop.alice))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = threads.invokeAll(builds).stream().map(f -> f.resultNow().status()).toList();
      assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }
    assertThat(shop.workspace(id).at("/latest_build/build_number").asInt()).isEqualTo(2);
  }

  @Test
  void customStateIsForThoseWhoManageTemplates() {
    var refused = build("{'transition':'start','state':'eA=='}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).isEqualTo("Only template managers may provide custom state");
  }

  @Test
  void aVersionOfAnotherTemplateOrAnUnfinishedOneIsNotBuilt() {
    shop.execute(
        """
        INSERT INTO templates (id, organization_id, name, active_version_id, created_at, updated_at)
        SELECT gen_random_uuid(), organization_id, 'other', active_version_id, created_at, updated_at
          FROM templates WHERE name = 'external'
        """);
    var foreign = addVersion("other", "null");
    assertThat(build("{'transition':'start','template_version_id':'" + foreign + "'}").message())
        .isEqualTo("template version doesn't match template");
    var unfinished = addVersion("external", "null");
    var early = build("{'transition':'start','template_version_id':'" + unfinished + "'}");
    assertThat(early.status()).isEqualTo(406);
    assertThat(early.message())
        .isEqualTo("The provided template version is pending. Wait for it to complete importing!");
    var good = addVersion("external", "now()");
    var built = build("{'transition':'start','template_version_id':'" + good + "'}");
    assertThat(built.status()).isEqualTo(201);
    assertThat(shop.workspace(id).at("/outdated").asBoolean()).isTrue();
  }

  @Test
  void theValuesOfParametersGoOnToTheNextBuild() {
    var codex =
        build("{'transition':'start','rich_parameter_values':[{'name':'apps','value':'codex'}]}");
    shop.runJobs();
    assertThat(parameters(codex.text("id"))).isEqualTo("[{\"name\":\"apps\",\"value\":\"codex\"}]");
    shop.build(id, "stop", shop.alice);
    shop.runJobs();
    var again = shop.build(id, "start", shop.alice);
    shop.runJobs();
    assertThat(parameters(again.text("id"))).isEqualTo("[{\"name\":\"apps\",\"value\":\"codex\"}]");
    assertThat(shop.workspace(id).at("/latest_build/resources/0/agents/0/apps/0/slug").asString())
        .isEqualTo("codex");
  }

  @Test
  void anAppKeepsItsIdOverBuildsAndAnAgentDoesNot() {
    var before = shop.workspace(id).at("/latest_build/resources/0/agents/0");
    shop.build(id, "start", shop.alice);
    shop.runJobs();
    var after = shop.workspace(id).at("/latest_build/resources/0/agents/0");
    assertThat(after.at("/id")).isNotEqualTo(before.at("/id"));
    assertThat(after.at("/apps/0/id")).isEqualTo(before.at("/apps/0/id"));
  }

  @Test
  void buildsAreListedNewestFirst() {
    shop.build(id, "stop", shop.alice);
    shop.runJobs();
    var list = shop.get("/workspaces/" + id + "/builds", shop.alice).json();
    assertThat(list.findValuesAsString("build_number")).containsExactly("2", "1");
    assertThat(page("limit=1&offset=1")).containsExactly("1");
    assertThat(page("after_id=" + list.at("/0/id").asString())).containsExactly("1");
    assertThat(page("since=2025-01-01T00:00:00Z")).containsExactly("2", "1");
    assertThat(page("since=2027-01-01T00:00:00%2B01:00")).isEmpty();
    assertThat(builds("since=yesterday").message())
        .isEqualTo("bad `since` format, must be RFC3339");
    var unknown = UUID.randomUUID();
    assertThat(builds("after_id=" + unknown).message())
        .isEqualTo("Record at \"after_id\" (\"" + unknown + "\") does not exist.");
  }

  @Test
  void aBuildIsFoundByIdAndByNumber() {
    var build = shop.workspace(id).at("/latest_build/id").asString();
    var found = shop.get("/workspacebuilds/" + build, shop.alice);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.text("template_version_name")).isEqualTo("v1");
    assertThat(found.json().at("/has_external_agent").asBoolean()).isTrue();
    assertThat(shop.get("/users/me/workspace/w1/builds/1", shop.alice).body())
        .isEqualTo(found.body());
    var none = shop.get("/users/me/workspace/w1/builds/99", shop.alice);
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.message()).isEqualTo("Workspace \"w1\" Build 99 does not exist.");
    var bad = shop.get("/users/me/workspace/w1/builds/x", shop.alice);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("Failed to parse build number as integer.");
    assertThat(shop.get("/workspacebuilds/" + build, shop.member("bob")).status()).isEqualTo(404);
    var resources = shop.get("/workspacebuilds/" + build + "/resources", shop.alice);
    assertThat(resources.json().at("/0/agents/0/name").asString()).isEqualTo("main");
    var pending = shop.build(id, "stop", shop.alice).text("id");
    assertThat(shop.get("/workspacebuilds/" + pending + "/resources", shop.alice).message())
        .isEqualTo("Job hasn't completed!");
  }

  @Test
  void pendingBuildsKnowTheirPlaceInTheQueue() {
    shop.build(id, "stop", shop.alice);
    shop.create("w2", shop.alice);
    var job = shop.get("/users/me/workspace/w2", shop.alice).json().at("/latest_build/job");
    assertThat(job.at("/queue_position").asInt()).isEqualTo(2);
    assertThat(job.at("/queue_size").asInt()).isEqualTo(2);
  }

  private Answer build(String body) {
    return shop.post("/workspaces/" + id + "/builds", shop.alice, body);
  }

  private Answer builds(String query) {
    return shop.get("/workspaces/" + id + "/builds?" + query, shop.alice);
  }

  private List<String> page(String query) {
    return builds(query).json().findValuesAsString("build_number");
  }

  private String parameters(String build) {
    return shop.get("/workspacebuilds/" + build + "/parameters", shop.alice).body().strip();
  }

  /// @param completed SQL of the time at which its import ended
  private String addVersion(String template, String completed) {
    var version = UUID.randomUUID();
    shop.execute(
        """
        WITH j AS (
          INSERT INTO jobs (id, organization_id, type, created_at, updated_at, completed_at)
          SELECT gen_random_uuid(), id, 'template_version_import', now(), now(), %s FROM organizations
          RETURNING id
        )
        INSERT INTO template_versions (id, template_id, organization_id, name, job_id, spec, created_at, updated_at)
        SELECT ?, t.id, t.organization_id, gen_random_uuid()::text, j.id, v.spec, now(), now()
          FROM templates t, j, template_versions v
         WHERE t.name = ? AND v.id = t.active_version_id
         LIMIT 1
        """
            .formatted(completed),
        version,
        template);
    return version.toString();
  }
}
