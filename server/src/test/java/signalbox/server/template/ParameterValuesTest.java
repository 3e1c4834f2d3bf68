package signalbox.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.access.Refusal;
import signalbox.server.template.yaml.Parsed;
import signalbox.server.template.yaml.TemplateFile;
import signalbox.wire.BuildParameter;
import signalbox.wire.FieldError;

class ParameterValuesTest {
  private static final TemplateSpec SPEC =
      spec(
          """
          parameters:
            - {name: apps, default: claude, mutable: true}
            - {name: region, default: eu}
            - {name: repository, mutable: true}
          resources:
            - name: machine
              agents: [{name: main, apps_from: "${parameter.apps}", apps: [{slug: shell}]}]
          """);

  @Test
  void aGivenValueComesBeforeTheLastAndThatBeforeTheDefault() {
    var given = List.of(new BuildParameter("repository", "a"));
    assertThat(ParameterValues.resolve(SPEC, given, Map.of()))
        .isEqualTo(Map.of("apps", "claude", "region", "eu", "repository", "a"));
    var last = Map.of("apps", "codex", "region", "us", "repository", "b");
    assertThat(ParameterValues.resolve(SPEC, null, last)).isEqualTo(last);
    assertThat(ParameterValues.resolve(SPEC, given, last)).containsEntry("repository", "a");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    var given =
        List.of(
            new BuildParameter("apps", "A"),
            new BuildParameter("region", "us"),
            new BuildParameter("foo", "x"),
            new BuildParameter("foo", "y"),
            new BuildParameter(null, null));
    assertThatThrownBy(() -> ParameterValues.resolve(SPEC, given, Map.of("region", "eu")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.validations().stream().map(FieldError::field))
                    .containsExactly("foo", "apps", "region", "repository", "", "foo"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: string, validation: {regex: '^a+$'}}              | aaa      | aab
          {type: string, options: [{value: x}, {value: y}]}        | y        | z
          {type: number}                                           | -1.5     | 1e5
          {type: number, validation: {min: 2}}                     | 2        | 1.9
          {type: number, validation: {max: 2}}                     | -7       | 2.01
          {type: number, validation: {monotonic: increasing}}      | 5        | 4
          {type: number, validation: {monotonic: decreasing}}      | 4.5      | 5.5
          {type: number, options: [{value: 1}, {value: 2}]}        | 2        | 3
          {type: bool}                                             | true     | yes
          {type: list(string)}                                     | ["a","b"] | a
          {type: list(string), options: [{value: a}, {value: b}]}  | ["b"]    | ["c"]
          """)
  void aValueFitsTheTypeAndTheRulesOfItsParameter(String parameter, String good, String bad) {
    var one = only(parameter);
    assertThat(ParameterCheck.fault(one, good, "5")).isEmpty();
    assertThat(ParameterCheck.fault(one, bad, "5")).isPresent();
  }

  @Test
  void aTemplateMaySayInItsOwnWordsWhatIsWrong() {
    var one = only("{type: string, validation: {regex: '^https://', error: must be an address}}");
    assertThat(ParameterCheck.fault(one, "ftp://x", null)).contains("must be an address");
  }

  @Test
  void anExpressionThatTakesForEverIsGivenUp() {
    var one = only("{type: string, validation: {regex: '^(.*a){12}$'}}");
    assertThat(ParameterCheck.fault(one, "a".repeat(40) + "!", null).orElse(""))
        .contains("takes too long");
  }

  @Test
  void anEphemeralValueHoldsForOneBuild() {
    var spec =
        spec(
            """
            parameters: [{name: reset, type: bool, default: false, mutable: true, ephemeral: true}]
            resources: []
            """);
    var given = List.of(new BuildParameter("reset", "true"));
    assertThat(ParameterValues.resolve(spec, given, Map.of())).containsEntry("reset", "true");
    assertThat(ParameterValues.resolve(spec, null, Map.of("reset", "true")))
        .containsEntry("reset", "false");
  }

  @Test
  void aNameThatTheTemplateHasCannotBeGivenToAnotherApp() {
    var given = List.of(new BuildParameter("apps", "shell"), new BuildParameter("repository", "a"));
    assertThatThrownBy(() -> ParameterValues.resolve(SPEC, given, Map.of()))
        .hasMessageContaining("apps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude", "a", "a-b", "a, b ,c-1", "12345678901234567890123456789012"})
  void namesOfAppsAreShortAndSimple(String text) {
    assertThat(Slugs.fault(text)).isEmpty();
  }

  @Test
  void aThousandAppsAreTooMany() {
    assertThat(Slugs.fault("a,".repeat(1_000)).orElse("")).contains("at most");
    assertThat(Slugs.fault("a".repeat(1_000_000)).orElse("")).contains("is no name of an app");
  }

  private static TemplateParameter only(String keys) {
    var file = "parameters: [{name: p, " + keys.substring(1) + "]\nresources: []\n";
    return spec(file).parameters().getFirst();
  }

  private static TemplateSpec spec(String file) {
    return switch (TemplateFile.parse(file)) {
      case Parsed.Good(var spec) -> spec;
      case Parsed.Bad(var faults) -> throw new AssertionError(faults);
    };
  }
}
