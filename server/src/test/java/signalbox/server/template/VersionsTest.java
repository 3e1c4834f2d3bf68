package signalbox.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Archive;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.json.JsonMapper;

class VersionsTest {
  private static final String GOOD =
      """
      name: mine
      description: My own.
      parameters:
        - {name: region, default: eu, mutable: true, options: [{value: eu}, {value: us}]}
      resources:
        - name: machine
          agents: [{name: main, apps: [{slug: claude}]}]
      """;

  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aFileBecomesAVersionAndThatATemplate() {
    var version = shop.version(GOOD, ",'name':'first','message':'Hello.'");
    assertThat(version.status()).as(version.body()).isEqualTo(201);
    assertThat(version.text("name")).isEqualTo("first");
    assertThat(version.json().at("/job/status").asString()).isEqualTo("pending");
    assertThat(version.json().at("/job/file_id").asString())
        .hasSize(36)
        .doesNotContain("0000-0000");
    assertThat(version.json().has("template_id")).isFalse();
    var path = "/templateversions/" + version.text("id");
    assertThat(shop.get(path + "/rich-parameters", shop.alice).status()).isEqualTo(425);
    assertThat(shop.get(path + "/variables", shop.alice).status()).isEqualTo(403);
    shop.runJobs();
    assertThat(shop.get(path, shop.alice).json().at("/job/status").asString())
        .isEqualTo("succeeded");
    var region = shop.get(path + "/rich-parameters", shop.alice).json().get(0);
    assertThat(region.path("form_type").asString()).isEqualTo("radio");
    assertThat(region.at("/options/1/value").asString()).isEqualTo("us");
    assertThat(shop.get(path + "/logs", shop.alice).json().findValuesAsString("output"))
        .contains("Parameter region, string.", "Agent main, apps claude.");
    var made = make("mine", version.text("id"), "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.text("description")).isEqualTo("My own.");
    assertThat(made.text("created_by_name")).isEqualTo("admin");
    var id = made.text("id");
    assertThat(shop.get("/templates/" + id + "/versions/first", shop.alice).text("template_id"))
        .isEqualTo(id);
    var named = "/organizations/default/templates/mine/versions/first";
    assertThat(shop.get(named, shop.alice).text("id")).isEqualTo(version.text("id"));
    assertThat(shop.get("/templates/" + id + "/versions/none", shop.alice).message())
        .isEqualTo("No template version found by name \"none\".");
  }

  @Test
  void aBadFileIsAFailedJobWithLinesAndReasons() {
    var version = shop.version("nmae: x\nresources:\n- name: 7\n", "");
    shop.runJobs();
    var path = "/templateversions/" + version.text("id");
    var job = shop.get(path, shop.alice).json().at("/job");
    assertThat(job.path("status").asString()).isEqualTo("failed");
    assertThat(job.path("error").asString())
        .isEqualTo(
            "signalbox.yaml:1: nmae is not known; is name meant?"
                + " (and 1 more; the log of the import has all)");
    assertThat(shop.get(path + "/logs", shop.alice).json())
        .extracting(
            line -> line.path("log_level").asString(), line -> line.path("stage").asString())
        .containsExactly(
            tuple("info", "Setting up"),
            tuple("error", "Reading signalbox.yaml"),
            tuple("error", "Reading signalbox.yaml"));
    var made = make("bad", version.text("id"), "");
    var workspace = shop.post("/users/me/workspaces", shop.alice, workspaceOf(made.text("id")));
    assertThat(workspace.status()).isEqualTo(400);
    assertThat(workspace.message()).contains("has failed to import");
  }

  @Test
  void anArchiveWithoutTheFileSaysWhatIsMissing() {
    var tar = new Archive().file("main.tf", "x").bytes();
    var file = shop.client.upload("/files", shop.admin, "application/x-tar", tar).text("hash");
    var version =
        shop.post(
            "/organizations/default/templateversions",
            shop.admin,
            "{'storage_method':'file','file_id':'" + file + "'}");
    shop.runJobs();
    assertThat(
            shop.get("/templateversions/" + version.text("id"), shop.alice)
                .json()
                .at("/job/error")
                .asString())
        .startsWith("The archive has no signalbox.yaml at its top.")
        .contains("Terraform");
  }

  @Test
  void anImportIsFollowedLive() {
    shop.importer.start();
    var version = shop.version(GOOD, "");
    var tape = new SocketTape();
    var path = "/templateversions/" + version.text("id") + "/logs?follow";
    shop.socket(path, shop.alice, tape);
    assertThat(tape.awaitClose()).startsWith("closed 1000");
    assertThat(
            tape.texts().stream().map(t -> new JsonMapper().readTree(t).path("stage").asString()))
        .startsWith("Setting up")
        .endsWith("Ready");
  }

  @Test
  void anImportThatNobodyWorksOnCanBeCancelledAndItsVersionCannotBeBuilt() {
    var version = shop.version(GOOD, "").text("id");
    var path = "/templateversions/" + version;
    assertThat(shop.patch(path + "/cancel", shop.alice, "").status()).isEqualTo(403);
    assertThat(shop.patch(path + "/cancel", shop.admin, "").message())
        .isEqualTo("Job has been marked as canceled...");
    assertThat(shop.patch(path + "/cancel", shop.admin, "").message())
        .isEqualTo("Job has already completed!");
    assertThat(shop.importer.runOne()).isFalse();
    assertThat(shop.get(path, shop.alice).json().at("/job/status").asString())
        .isEqualTo("canceled");
    var template = shop.template("mine", GOOD);
    var mine = shop.version(GOOD, ",'template_id':'" + template + "'").text("id");
    assertThat(shop.patch("/templateversions/" + mine + "/cancel", shop.admin, "").status())
        .isEqualTo(200);
    assertThat(promote(template, mine).status()).isEqualTo(403);
  }

  @Test
  void anImportWhoseWorkerDiedFails() {
    var version = shop.version(GOOD, "").text("id");
    shop.execute(
        "UPDATE jobs SET worker_id = gen_random_uuid(), started_at = ?, heard_at = ?"
            + " WHERE type = 'template_version_import' AND completed_at IS NULL",
        shop.time.instant().atOffset(java.time.ZoneOffset.UTC),
        shop.time.instant().atOffset(java.time.ZoneOffset.UTC));
    Eventually.await(
        () -> {
          shop.time.advance(Duration.ofSeconds(10));
          return shop.get("/templateversions/" + version, shop.alice)
              .json()
              .at("/job/status")
              .asString()
              .equals("failed");
        });
  }

  @Test
  void namesOfVersionsAreUniqueInTheirTemplateAndNumbersFollow() {
    var template = shop.template("mine", GOOD);
    var of = ",'template_id':'" + template + "'";
    assertThat(shop.version(GOOD, of).text("name")).isEqualTo("v2");
    assertThat(shop.version(GOOD, of + ",'name':'v4'").text("name")).isEqualTo("v4");
    assertThat(shop.version(GOOD, of).text("name")).isEqualTo("v5");
    var taken = shop.version(GOOD, of + ",'name':'v2'");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.wrongFields()).containsExactly("name");
    var list = shop.get("/templates/" + template + "/versions?limit=2", shop.alice).json();
    assertThat(list.findValuesAsString("name"))
        .containsSubsequence("v5", "v4")
        .hasSizeGreaterThan(1);
    var second = list.get(1).path("id").asString();
    var rest =
        shop.get("/templates/" + template + "/versions?after_id=" + second, shop.alice).json();
    assertThat(rest).extracting(v -> v.path("name").asString()).containsExactly("v2", "v1");
    var unknown = UUID.randomUUID();
    assertThat(
            shop.get("/templates/" + template + "/versions?after_id=" + unknown, shop.alice)
                .message())
        .isEqualTo("Record at \"after_id\" (\"" + unknown + "\") does not exists.");
  }

  @Test
  void badWishesAreExplained() {
    assertThat(shop.version(GOOD, ",'name':'a b'").wrongFields()).containsExactly("name");
    assertThat(versionOf("{'file_id':'" + UUID.randomUUID() + "'}").wrongFields())
        .containsExactly("storage_method");
    var file = "'storage_method':'file','file_id':'" + UUID.randomUUID() + "'";
    assertThat(versionOf("{" + file + "}").status()).isEqualTo(404);
    assertThat(versionOf("{'storage_method':'file'}").status()).isEqualTo(400);
    assertThat(versionOf("{'storage_method':'file','example_id':'x'}").message())
        .isEqualTo("Example not found.");
    assertThat(shop.version(GOOD, ",'template_id':'" + UUID.randomUUID() + "'").message())
        .isEqualTo("Template does not exist.");
    var version = shop.version(GOOD, "").text("id");
    assertThat(make("new", version, "").wrongFields()).containsExactly("name");
    assertThat(make("mine", version, ",'default_ttl_ms':-1").message())
        .isEqualTo("Invalid create template request.");
    assertThat(make("External", version, "").status()).isEqualTo(409);
    assertThat(make("mine", UUID.randomUUID().toString(), "").status()).isEqualTo(404);
    assertThat(make("mine", version, "").status()).isEqualTo(201);
    assertThat(make("mine2", version, "").message()).contains("already part of a template");
  }

  @Test
  void aTemplateIsChangedAndDeletedByThoseWhoRunTheDeployment() {
    var id = shop.template("mine", GOOD);
    assertThat(shop.patch("/templates/" + id, shop.alice, "{}").status()).isEqualTo(403);
    var changed = shop.patch("/templates/" + id, shop.admin, "{'name':'ours','icon':'/x.svg'}");
    assertThat(changed.text("name")).isEqualTo("ours");
    assertThat(changed.text("description")).isEqualTo("My own.");
    assertThat(shop.patch("/templates/" + id, shop.admin, "{'name':'local'}").status())
        .isEqualTo(409);
    var made = shop.post("/users/me/workspaces", shop.alice, workspaceOf(id));
    shop.runJobs();
    assertThat(shop.delete("/templates/" + id, shop.admin).message())
        .isEqualTo("All workspaces must be deleted before a template can be removed.");
    shop.build(made.text("id"), "delete", shop.alice);
    shop.runJobs();
    assertThat(shop.delete("/templates/" + id, shop.admin).message())
        .isEqualTo("Template has been deleted!");
    assertThat(shop.get("/templates", shop.alice).json().findValuesAsString("name"))
        .doesNotContain("ours");
    assertThat(shop.post("/users/me/workspaces", shop.alice, workspaceOf(id)).status())
        .isEqualTo(404);
  }

  @Test
  void whatPeopleDidToABuiltInTemplateStays() {
    var external = shop.template();
    var mine = shop.version(GOOD, ",'template_id':'" + external + "'").text("id");
    shop.runJobs();
    assertThat(promote(external, mine).status()).isEqualTo(200);
    var local = shop.get("/organizations/default/templates/local", shop.admin).text("id");
    shop.delete("/templates/" + local, shop.admin);
    shop.builtIn.install();
    assertThat(shop.get("/templates/" + external, shop.alice).text("active_version_id"))
        .isEqualTo(mine);
    assertThat(shop.get("/templates", shop.alice).json()).hasSize(1);
  }

  @Test
  void ofManyPromotionsAtOnceOneIsLastAndEveryWorkspaceAgreesWithIt() throws InterruptedException {
    var template = shop.template("mine", GOOD);
    var workspace = shop.post("/users/me/workspaces", shop.alice, workspaceOf(template));
    var versions =
        IntStream.range(0, 6)
            .mapToObj(_ -> shop.version(GOOD, ",'template_id':'" + template + "'").text("id"))
            .toList();
    shop.runJobs();
    shop.news();
    var promotions =
        versions.stream()
            .<Callable<Answer>>map(version -> () -> promote(template, version))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(promotions)).allMatch(done -> done.resultNow().status() == 200);
    }
    assertThat(shop.news(6)).containsOnly("mtd_update").hasSize(6);
    var active = shop.get("/templates/" + template, shop.alice).text("active_version_id");
    assertThat(versions).contains(active);
    var now = shop.workspace(workspace.text("id"));
    assertThat(now.path("template_active_version_id").asString()).isEqualTo(active);
    assertThat(now.path("outdated").asBoolean()).isTrue();
  }

  @Test
  void aVersionThatIsInUseIsNotPutAway() {
    var template = shop.template("mine", GOOD);
    var of = ",'template_id':'" + template + "'";
    var active = shop.get("/templates/" + template, shop.alice).text("active_version_id");
    var spare = shop.version(GOOD, of).text("id");
    var failed = shop.version("x: 1", of).text("id");
    shop.runJobs();
    assertThat(archive(active, "archive").status()).isEqualTo(400);
    var answer = shop.post("/templates/" + template + "/versions/archive", shop.admin, "{}");
    assertThat(answer.json().path("archived_ids"))
        .extracting(id -> id.asString())
        .isEqualTo(List.of(failed));
    var done = archive(spare, "archive");
    assertThat(done.json().asString()).isEqualTo("template version \"" + spare + "\" archived");
    assertThat(archive(spare, "archive").message()).isEqualTo("Template version already archived");
    assertThat(promote(template, spare).status()).isEqualTo(400);
    var list = "/templates/" + template + "/versions";
    assertThat(shop.get(list, shop.alice).json()).hasSize(1);
    assertThat(shop.get(list + "?include_archived=true", shop.alice).json()).hasSize(3);
    assertThat(archive(spare, "unarchive").status()).isEqualTo(200);
    assertThat(promote(template, spare).status()).isEqualTo(200);
  }

  @Test
  void onlyAVersionOfTheTemplateIsPromoted() {
    var template = shop.template("mine", GOOD);
    var other = shop.template("other", GOOD);
    var foreign = shop.get("/templates/" + other, shop.alice).text("active_version_id");
    assertThat(promote(template, foreign).status()).isEqualTo(400);
    assertThat(promote(template, UUID.randomUUID().toString()).status()).isEqualTo(404);
    assertThat(shop.patch("/templates/" + template + "/versions", shop.admin, "{}").wrongFields())
        .containsExactly("id");
    assertThat(
            shop.patch(
                    "/templates/" + template + "/versions", shop.alice, "{'id':'" + foreign + "'}")
                .status())
        .isEqualTo(403);
  }

  private Answer versionOf(String body) {
    return shop.post("/organizations/default/templateversions", shop.admin, body);
  }

  private Answer make(String name, String version, String more) {
    return shop.post(
        "/organizations/default/templates",
        shop.admin,
        "{'name':'%s','template_version_id':'%s'%s}".formatted(name, version, more));
  }

  private Answer promote(String template, String version) {
    return shop.patch(
        "/templates/" + template + "/versions", shop.admin, "{'id':'" + version + "'}");
  }

  private Answer archive(String version, String how) {
    return shop.post("/templateversions/" + version + "/" + how, shop.admin, "");
  }

  private static String workspaceOf(String template) {
    return "{'template_id':'" + template + "','name':'w1'}";
  }
}
