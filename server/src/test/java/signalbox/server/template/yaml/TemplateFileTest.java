package signalbox.server.template.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.template.ScriptSpec;
import signalbox.server.template.TemplateParameter.ValueType;
import signalbox.server.template.TemplateSpec;

class TemplateFileTest {
  @Test
  void everyKeyOfTheExampleIsUnderstood() throws IOException {
    var example = Path.of("..", "docs", "examples", "everything", "signalbox.yaml");
    var spec = good(Files.readString(example));
    assertThat(spec.name()).isEqualTo("two-agents");
    var repository = spec.parameters().getFirst();
    assertThat(repository.type()).isEqualTo(ValueType.STRING);
    assertThat(repository.validation().error()).isEqualTo("must be an https address");
    var machine = spec.resources().getFirst();
    assertThat(machine.metadata()).containsExactly(new TemplateSpec.Fact("region", "here"));
    assertThat(machine.agents())
        .extracting(TemplateSpec.Agent::name, TemplateSpec.Agent::order)
        .containsExactly(tuple("main", 0), tuple("tests", 1));
    var main = machine.agents().getFirst();
    assertThat(main.env()).isEqualTo(Map.of("REPOSITORY", "${parameter.repository}"));
    assertThat(main.connectionTimeoutSeconds()).isEqualTo(120);
    assertThat(main.command()).isNull();
    assertThat(main.scripts())
        .containsExactly(
            new ScriptSpec(
                "install",
                "",
                "./install.sh",
                ScriptSpec.When.START,
                "",
                true,
                600,
                "install.log"));
    assertThat(main.metadata().getFirst().intervalSeconds()).isEqualTo(10);
    var claude = main.apps().getFirst();
    assertThat(claude.group()).isEqualTo("AI");
    assertThat(claude.healthcheck())
        .isEqualTo(new TemplateSpec.Healthcheck("http://localhost:3284/status", 5, 3));
  }

  /// The line is the one that a person has to change.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nmae: x                                | 1 | nmae is not known; is name meant?
          name: A_b                              | 1 | name: "A_b" must be a-z
          name: new                              | 1 | no template can be called new
          name: 7                                | 1 | must be a text; 7 would have to be "7"
          icon: [a]                              | 1 | icon: must be a text, not a list
          description: {}                        | 1 | must be a text, not keys
          name: a\\nname: b                       | 2 | name is there twice
          parameters: 7                          | 1 | parameters: must be a list
          parameters: [{type: bool}]             | 1 | parameters[0]: needs the key name
          parameters:\\n- name: a\\n- name: A      | 3 | there is another parameter A
          parameters:\\n- name: a\\n  type: int    | 3 | must be one of string, number, bool, list(string)
          parameters:\\n- name: a\\n  default: x\\n  type: number | 3 | must be a number
          parameters: [{name: a, ephemeral: true}] | 1 | must be mutable
          parameters: [{name: a, type: bool, validation: {min: 1}}] | 1 | is for parameters of the type number only
          parameters: [{name: a, validation: {regex: "("}}] | 1 | is no regular expression
          parameters: [{name: a, type: number, validation: {min: 2, max: 1}}] | 1 | min is more than max
          parameters: [{name: a, default: c, options: [{value: b}]}] | 1 | must be one of b
          parameters: [{name: a, options: [{value: b}, {value: b}]}] | 1 | another option with the value b
          resources: [{name: a}, {name: a}]      | 1 | there is another resource a
          resources: [{name: a, runtime: magic}] | 1 | must be one of external, process
          resources: [{name: a, daily_cost: -1}] | 1 | must be 0 to
          resources: [{name: a, metadata: {b: "${workspace.nam}"}}] | 1 | ${workspace.nam} stands for nothing
          """)
  void aFaultIsToldWithItsLine(String file, int line, String what) {
    assertThat(bad(file.replace("\\n", "\n")))
        .anySatisfy(
            fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.what()).contains(what);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          connection_timeout: 5x            | is no duration; write it as in 30s
          connection_timeout: 48h           | must be 0s to 86400s
          command: coder agent              | is for the runtime process only
          env: {A-B: x}                     | a variable's name has letters
          env: {A: "${parameter.none}"}     | ${parameter.none} stands for nothing; there may be ${owner.name}
          env: {A: "${owner.name"}          | a reference has no end
          env: {A: [x]}                     | must be a text, a number, true or false
          apps_from: claude                 | must be one parameter
          apps: [{slug: a}, {slug: a}]      | there is another app a
          apps: [{slug: A}]                 | "A" must be a-z
          apps: [{slug: a, share: all}]     | must be one of owner, authenticated, organization, public
          apps: [{slug: a, open_in: here}]  | must be one of slim-window, tab
          apps: [{slug: a, url: "x:1", command: y}] | only one of them can be
          apps: [{slug: a, external: true}] | is external, so it needs url
          apps: [{slug: a, healthcheck: {interval: 5s}}] | needs the key url
          apps: [{slug: a, healthcheck: {url: ftp://x}}] | an address with http or https
          apps: [{slug: a, hidden: "yes"}]  | must be true or false, not the text "yes"
          scripts: [{name: a}]              | needs the key run
          scripts: [{name: a, run: b, on: boot}]  | must be one of start, stop, cron
          scripts: [{name: a, run: b, on: cron}]  | needs the key cron
          scripts: [{name: a, run: b, on: cron, cron: "* *"}] | has no five fields of cron
          scripts: [{name: a, run: b, cron: "0 9 * * *"}]     | is for scripts with `on: cron` only
          scripts: [{name: a, run: b, on: stop, blocks_login: true}] | that run on start only
          scripts: [{name: a, run: "echo ${parameter.x}"}] | finds them in its environment
          metadata: [{key: a}]              | needs the key script
          metadata: [{key: a, script: b, interval: 0s}] | must be 1s to
          """)
  void aFaultOfAnAgentIsToldWithItsPath(String keys, String what) {
    var file = "resources:\n- name: m\n  agents:\n  - name: main\n    " + keys + "\n";
    assertThat(bad(file))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(5);
              assertThat(fault.what()).contains("resources[0].agents[0]").contains(what);
            });
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
    var file =
        """
        colour: red
        parameters:
          - name: a b
        resources:
          - runtime: magic
            agents: 7
        """;
    assertThat(bad(file)).extracting(Fault::line).containsExactly(1, 3, 5, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a: [",
        "a: b: c",
        "\tx: 1",
        "resources: []\n---\nresources: []",
        "resources: *none",
        "? {a: b}\n: c",
        "resources: !!java.net.URL [x]",
        "a: \u0001",
        "just a text",
        "[]",
        "null"
      })
  void whatIsNoTemplateAtAllIsRefused(String file) {
    assertThat(bad(file)).isNotEmpty().allSatisfy(f -> assertThat(f.line()).isPositive());
  }

  @Test
  void noFileTakesLong() {
    assertThat(bad("a: " + "[".repeat(100_000)).getFirst().what()).contains("levels");
    var list = new StringBuilder("parameters:\n");
    for (var n = 0; n < 10_000; n++) list.append("- {name: p").append(n).append("}\n");
    assertThat(bad(list + "resources: []").getFirst().what()).contains("at most 100");
    var laughs =
        """
        x: &a [1, 1, 1, 1, 1, 1, 1, 1]
        y: &b [*a, *a, *a, *a, *a, *a, *a, *a]
        z: &c [*b, *b, *b, *b, *b, *b, *b, *b]
        resources: [*c, *c, *c]
        """;
    assertThat(bad(laughs)).isNotEmpty();
    assertThat(bad("resources: &a [*a]")).isNotEmpty();
    var tooLong = new byte[TemplateFile.BYTES_MAX + 1];
    assertThat(TemplateFile.parse(tooLong)).isInstanceOf(Parsed.Bad.class);
    assertThat(TemplateFile.parse("name: \u00e4".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Parsed.Bad.class);
  }

  @Test
  void anAnchorStandsForWhatItNames() {
    var spec =
        good(
            """
            resources:
              - name: m
                agents:
                  - {name: a, env: &env {X: "1"}}
                  - {name: b, env: *env}
            """);
    assertThat(spec.resources().getFirst().agents())
        .allSatisfy(agent -> assertThat(agent.env()).isEqualTo(Map.of("X", "1")));
  }

  private static TemplateSpec good(String file) {
    return switch (TemplateFile.parse(file)) {
      case Parsed.Good(var spec) -> spec;
      case Parsed.Bad(var faults) -> throw new AssertionError(faults);
    };
  }

  /// A file without resources is wrong for that too; here it has none to say.
  private static List<Fault> bad(String file) {
    return switch (TemplateFile.parse(file)) {
      case Parsed.Good(var spec) -> throw new AssertionError(spec);
      case Parsed.Bad(var faults) -> faults;
    };
  }
}
