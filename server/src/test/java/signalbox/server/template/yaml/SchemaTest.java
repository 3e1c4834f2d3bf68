package signalbox.server.template.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import signalbox.server.template.BuiltInTemplates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docs/signalbox.schema.json`, which editors read, agrees with what the server reads.
class SchemaTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void theExampleFitsAndHasEveryKey() throws IOException {
    var example = tree(Files.readString(DOCS.resolve("examples/everything/signalbox.yaml")));
    assertThat(errors(example)).isEmpty();
    var document = Files.readString(DOCS.resolve("templates.md"));
    for (var definition : MAPPER.readTree(schema()).path("$defs")) {
      for (var key : definition.path("properties").propertyNames())
        assertThat(document).contains("`" + key + "`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"external", "local"})
  void theProgramsOwnTemplatesFit(String name) throws IOException {
    try (var file = BuiltInTemplates.class.getResourceAsStream(name + ".yaml")) {
      assertThat(file).isNotNull();
      assertThat(errors(tree(new String(file.readAllBytes(), StandardCharsets.UTF_8)))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "resources: 7",
        "nmae: x\nresources: []",
        "name: A_b\nresources: []",
        "resources: [{name: a, runtime: magic}]",
        "resources: [{name: a, agents: [{name: b, connection_timeout: soon}]}]",
        "resources: [{name: a, agents: [{name: b, apps: [{slug: A}]}]}]",
        "resources: [{name: a, agents: [{name: b, scripts: [{name: c}]}]}]",
        "resources: [{name: a, agents: [{name: b, metadata: [{key: c, script: d, order: x}]}]}]",
        "parameters: [{name: a, type: int}]\nresources: []"
      })
  void whatTheServerRefusesDoesNotFit(String file) throws IOException {
    assertThat(TemplateFile.parse(file)).isInstanceOf(Parsed.Bad.class);
    assertThat(errors(tree(file))).isNotEmpty();
  }

  private static List<Error> errors(JsonNode file) throws IOException {
    return compiled().validate(file);
  }

  private static Schema compiled() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(MAPPER.readTree(schema()));
  }

  private static String schema() throws IOException {
    return Files.readString(DOCS.resolve("signalbox.schema.json"));
  }

  private static JsonNode tree(String yaml) {
    var settings = LoadSettings.builder().build();
    return MAPPER.valueToTree(new Load(settings).loadFromString(yaml));
  }
}
