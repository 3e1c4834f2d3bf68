package signalbox.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

class CreateTest {
  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 25.
  @Test
  void aNewWorkspaceIsPendingAndBare() {
    var made = shop.create("dev", shop.alice);
    assertThat(made.status()).isEqualTo(201);
    var workspace = made.json();
    var build = workspace.at("/latest_build");
    assertThat(build.at("/build_number").asInt()).isEqualTo(1);
    assertThat(build.at("/transition").asString()).isEqualTo("start");
    assertThat(build.at("/reason").asString()).isEqualTo("initiator");
    assertThat(build.at("/status").asString()).isEqualTo("pending");
    assertThat(build.at("/job/queue_position").asInt()).isZero();
    assertThat(build.at("/resources")).isEmpty();
    assertThat(build.at("/resources").isArray()).isTrue();
    assertThat(build.at("/template_version_name").asString()).isEmpty();
    assertThat(build.get("deadline").isNull()).isTrue();
    assertThat(build.get("max_deadline").isNull()).isTrue();
    assertThat(workspace.get("latest_app_status").isNull()).isTrue();
    assertThat(workspace.get("task_id").isNull()).isTrue();
    assertThat(workspace.get("health").toString())
        .isEqualTo("{\"healthy\":true,\"failing_agents\":[]}");
    assertThat(workspace.get("automatic_updates").asString()).isEqualTo("never");
    assertThat(workspace.has("shared_with")).isFalse();
    assertThat(shop.news()).containsExactly("state_change");
  }

  @Test
  void aStartMakesAnAgentWithTheAppsOfTheParameter() {
    var made =
        shop.post(
            "/organizations/default/members/alice/workspaces",
            shop.alice,
            """
            {'template_id':'%s','name':'dev','rich_parameter_values':[{'name':'apps','value':'claude, codex'}]}"""
                .formatted(shop.template()));
    assertThat(made.status()).isEqualTo(201);
    shop.runJobs();
    var workspace = shop.workspace(made.text("id"));
    assertThat(workspace.at("/latest_build/status").asString()).isEqualTo("running");
    var agent = workspace.at("/latest_build/resources/0/agents/0");
    assertThat(agent.at("/name").asString()).isEqualTo("main");
    assertThat(agent.at("/status").asString()).isEqualTo("connecting");
    assertThat(agent.at("/connection_timeout_seconds").asInt()).isEqualTo(120);
    assertThat(agent.at("/environment_variables").isNull()).isTrue();
    assertThat(agent.at("/apps").findValuesAsString("slug")).containsExactly("claude", "codex");
    assertThat(workspace.at("/health/healthy").asBoolean()).isFalse();
    assertThat(workspace.at("/health/failing_agents/0").asString())
        .isEqualTo(agent.at("/id").asString());
    assertThat(shop.news()).containsExactly("state_change", "state_change", "state_change");
  }

  /// Scenario 25, the second time.
  @Test
  void aTakenNameIsAConflictWhateverItsCase() {
    shop.create("dev", shop.alice);
    var again = shop.create("DEV", shop.alice);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("Workspace \"DEV\" already exists.");
    assertThat(again.json().at("/validations").toString())
        .isEqualTo(
            "[{\"field\":\"name\",\"detail\":\"This value is already in use and should be unique.\"}]");
    assertThat(shop.create("dev", shop.admin).status()).isEqualTo(201);
  }

  @Test
  void ofManyCreatesOfOneNameExactlyOneWins() throws InterruptedException {
    shop.template();
    List<Callable<Answer>> creates =
        IntStream.range(0, 12)
            .<Callable<Answer>>mapToObj(_ -> () -> shop.create("dev", shop.alice))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = threads.invokeAll(creates).stream().map(f -> f.resultNow().status()).toList();
      assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }
    shop.runJobs();
    assertThat(shop.get("/workspaces", shop.alice).json().at("/count").asInt()).isEqualTo(1);
  }

  @Test
  void aDeprecatedOrDeletedTemplateMakesNothing() {
    shop.execute("UPDATE templates SET deprecated = 'use another'");
    var deprecated = shop.post("/users/me/workspaces", shop.alice, ofTemplate());
    assertThat(deprecated.status()).isEqualTo(400);
    assertThat(deprecated.detail()).isEqualTo("use another");
    var body = ofTemplate();
    shop.execute("UPDATE templates SET deleted = true");
    var deleted = shop.post("/users/me/workspaces", shop.alice, body);
    assertThat(deleted.status()).isEqualTo(404);
    assertThat(deleted.message()).isEqualTo("Template \"external\" has been deleted!");
  }

  @Test
  void aMemberMakesNothingForOthersAndAnAdminDoes() {
    var body = ofTemplate();
    assertThat(shop.post("/users/admin/workspaces", shop.alice, body).status()).isEqualTo(404);
    var made = shop.post("/users/alice/workspaces", shop.admin, body);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("owner_name")).isEqualTo("alice");
    assertThat(made.json().at("/latest_build/initiator_name").asString()).isEqualTo("admin");
  }

  @Test
  void aDeletedUserGetsNoWorkspace() {
    var alice = shop.get("/users/me", shop.alice).text("id");
    assertThat(shop.delete("/users/" + alice, shop.admin).status()).isEqualTo(200);
    var refused = shop.post("/users/" + alice + "/workspaces", shop.admin, ofTemplate());
    assertThat(refused.status()).isEqualTo(404);
  }

  private String ofTemplate() {
    return "{'name':'a','template_id':'" + templateAnyhow() + "'}";
  }

  private String templateAnyhow() {
    return shop.database.read(
        tx ->
            tx.sql()
                .createQuery("SELECT id::text FROM templates WHERE built_in = 'external'")
                .mapTo(String.class)
                .one());
  }
}
