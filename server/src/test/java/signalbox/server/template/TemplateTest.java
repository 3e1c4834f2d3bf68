package signalbox.server.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Workshop;

class TemplateTest {
  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void theExternalTemplateIsThereFromTheFirstStart() {
    var list = shop.get("/organizations/default/templates", shop.alice).json();
    assertThat(list.findValuesAsString("name")).containsExactly("external", "local");
    assertThat(shop.get("/templates", shop.alice).json()).isEqualTo(list);
    var id = list.at("/0/id").asString();
    var template = shop.get("/templates/" + id, shop.alice);
    assertThat(template.json()).isEqualTo(list.get(0));
    assertThat(template.json().at("/autostop_requirement/weeks").asInt()).isEqualTo(1);
    assertThat(template.json().at("/build_time_stats/start").toString())
        .isEqualTo("{\"P50\":null,\"P95\":null}");
    var byName = shop.get("/organizations/default/templates/EXTERNAL", shop.alice);
    assertThat(byName.body()).isEqualTo(template.body());
  }

  @Test
  void aVersionTellsItsParameters() {
    var version = shop.get("/templates", shop.alice).json().at("/0/active_version_id").asString();
    var found = shop.get("/templateversions/" + version, shop.alice);
    assertThat(found.text("name")).isEqualTo("v1");
    assertThat(found.json().at("/job/status").asString()).isEqualTo("succeeded");
    assertThat(found.json().at("/has_external_agent").asBoolean()).isTrue();
    var parameter =
        shop.get("/templateversions/" + version + "/rich-parameters", shop.alice).json().get(0);
    assertThat(parameter.at("/name").asString()).isEqualTo("apps");
    assertThat(parameter.at("/default_value").asString()).isEqualTo("claude");
    assertThat(parameter.at("/required").asBoolean()).isFalse();
    assertThat(parameter.at("/options").isArray()).isTrue();
    for (var extra : new String[] {"presets", "variables", "external-auth"}) {
      var list = shop.get("/templateversions/" + version + "/" + extra, shop.alice);
      assertThat(list.body().strip()).isEqualTo("[]");
    }
    var resources = shop.get("/templateversions/" + version + "/resources", shop.alice).json();
    assertThat(resources.findValuesAsString("name")).containsExactly("machine");
    var template = shop.template();
    assertThat(shop.get("/templates/" + template + "/versions", shop.alice).json()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(shop.get("/templates/" + UUID.randomUUID(), shop.alice).status()).isEqualTo(404);
    assertThat(shop.get("/templates/xyz", shop.alice).status()).isEqualTo(400);
    assertThat(shop.get("/organizations/default/templates/x", shop.alice).status()).isEqualTo(404);
    assertThat(shop.get("/templateversions/" + UUID.randomUUID(), shop.alice).status())
        .isEqualTo(404);
  }

  @Test
  void aSearchFindsTemplates() {
    assertThat(shop.get("/templates?q=exact_name:External", shop.alice).json()).hasSize(1);
    assertThat(shop.get("/templates?q=name:tern", shop.alice).json()).hasSize(1);
    assertThat(shop.get("/templates?q=exact_name:tern", shop.alice).json()).isEmpty();
    assertThat(shop.get("/templates?q=nope:1", shop.alice).message())
        .isEqualTo("Invalid template search query.");
    shop.execute("UPDATE templates SET deprecated = 'old' WHERE name = 'external'");
    assertThat(shop.get("/templates", shop.alice).json()).hasSize(1);
    assertThat(shop.get("/templates?q=deprecated:true", shop.alice).json()).hasSize(1);
  }

  @Test
  void manyServersThatStartAtOnceMakeItOnce() throws InterruptedException {
    shop.execute("DELETE FROM template_versions");
    shop.execute("DELETE FROM templates");
    var installs =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                _ ->
                    () -> {
                      shop.builtIn.install();
                      return true;
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(installs)).allMatch(done -> done.resultNow());
    }
    var templates = shop.get("/templates", shop.alice).json();
    assertThat(templates).hasSize(2);
    var id = templates.at("/0/id").asString();
    assertThat(shop.get("/templates/" + id + "/versions", shop.alice).json()).hasSize(1);
  }

  @Test
  void aNewerProgramBringsANewVersionAndWorkspacesAreOutdated() {
    var workspace = shop.started("w1", shop.alice);
    shop.execute("UPDATE template_versions SET spec = spec || '{\"parameters\": []}'");
    shop.builtIn.install();
    var versions = shop.get("/templates/" + shop.template() + "/versions", shop.alice).json();
    assertThat(versions.findValuesAsString("name")).contains("v2", "v1");
    assertThat(shop.workspace(workspace).at("/outdated").asBoolean()).isTrue();
    shop.builtIn.install();
    assertThat(shop.get("/templates/" + shop.template() + "/versions", shop.alice).json())
        .hasSize(2);
  }
}
