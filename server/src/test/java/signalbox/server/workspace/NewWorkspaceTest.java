package signalbox.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Workshop;

/// Wishes for workspaces that are refused.
class NewWorkspaceTest {
  private static Workshop shop;

  @BeforeAll
  static void open() {
    shop = Workshop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "a_b", "a--b", "-a", "", "123456789012345678901234567890123"})
  void aBadNameIsRefused(String name) {
    var refused = shop.create(name, shop.alice);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Validation failed.");
    assertThat(refused.wrongFields()).containsExactly("name");
  }

  @Test
  void exactlyOneOfTemplateAndVersionCounts() {
    var both =
        create("{'name':'a','template_id':'%s','template_version_id':'%s'}".formatted(id(), id()));
    assertThat(both.message()).isEqualTo("Validation failed.");
    assertThat(both.wrongFields()).containsExactly("template_id", "template_version_id");
    assertThat(both.body()).contains("excluded_with");
    var neither = create("{'name':'a','template_id':'00000000-0000-0000-0000-000000000000'}");
    assertThat(neither.wrongFields()).containsExactly("template_id", "template_version_id");
    assertThat(neither.body()).contains("required_without");
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    var refused =
        create("{'name':'a_b','ttl_ms':1000,'autostart_schedule':'* *','automatic_updates':'x'}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Validation failed.");
    assertThat(refused.wrongFields())
        .containsExactly(
            "name",
            "template_id",
            "template_version_id",
            "automatic_updates",
            "schedule",
            "ttl_ms");
  }

  @Test
  void aBadTimeToStopIsRefusedInItsOwnWords() {
    var refused = create("{'name':'a','template_id':'%s','ttl_ms':1000}".formatted(id()));
    assertThat(refused.message()).isEqualTo("Invalid Workspace Time to Shutdown.");
    assertThat(refused.json().at("/validations").toString())
        .isEqualTo(
            "[{\"field\":\"ttl_ms\",\"detail\":\"time until shutdown must be at least one minute\"}]");
  }

  @Test
  void anUnknownTemplateIsNamed() {
    var id = id();
    var refused = create("{'name':'a','template_id':'%s'}".formatted(id));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Template \"" + id + "\" doesn't exist.");
    assertThat(refused.body()).contains("template not found");
    assertThat(refused.wrongFields()).containsExactly("template_id");
    var version = create("{'name':'a','template_version_id':'%s'}".formatted(id));
    assertThat(version.message()).isEqualTo("Template version \"" + id + "\" doesn't exist.");
    assertThat(version.wrongFields()).containsExactly("template_version_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Claude", "a,a", "a,,b", "a-", "123456789012345678901234567890123"})
  void badAppsAreRefused(String apps) {
    var refused =
        create(
            "{'name':'a','template_id':'%s','rich_parameter_values':[{'name':'apps','value':'%s'}]}"
                .formatted(shop.template(), apps));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Unable to validate parameter \"apps\"");
    assertThat(refused.wrongFields()).containsExactly("apps");
    assertThat(refused.detail()).isNotEmpty();
  }

  private static Answer create(String body) {
    return shop.post("/users/me/workspaces", shop.alice, body);
  }

  private static UUID id() {
    return UUID.randomUUID();
  }
}
