package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.testing.Workshop;

/// Wishes for builds that are refused.
class NewBuildTest {
  private static Workshop shop;
  private static String id;

  @BeforeAll
  static void open() {
    shop = Workshop.open();
    id = shop.started("w1", shop.alice);
    shop.news();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'transition':'fly'}|Validation failed.|transition",
        "{}|Validation failed.|transition",
        "{'transition':'stop','reason':'task_resume'}|Validation failed.|reason",
        "{'transition':'fly','reason':'x'}|Validation failed.|transition,reason",
        "{'transition':'start','orphan':true}|Orphan is only permitted when deleting a workspace.|",
        "{'transition':'delete','orphan':true,'state':'eA=='}|ProvisionerState cannot be set alongside Orphan since state intent is unclear.|",
        "{'transition':'start','on_success':{'transition':'start'}}|OnSuccess is only permitted when stopping a workspace.|",
        "{'transition':'start','rich_parameter_values':[{'name':'x','value':'y'},{'name':'apps','value':'!'}]}|Unable to validate parameter \"apps\"|apps,x",
        "{'transition':'start','template_version_id':'5d7fb0a1-0d4c-4b2e-9b40-6bd92c6cb8a1'}|template version does not exist|",
      })
  void aBadBuildIsExplained(String body, String message, String fields) {
    var refused = shop.post("/workspaces/" + id + "/builds", shop.alice, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo(message);
    assertThat(String.join(",", refused.wrongFields())).isEqualTo(fields == null ? "" : fields);
    assertThat(shop.news()).isEmpty();
  }
}
