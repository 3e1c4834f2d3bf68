package signalbox.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.access.Refusal;
import signalbox.server.template.TemplateSpec.Parameter;
import signalbox.server.template.TemplateSpec.Rule;
import signalbox.wire.BuildParameter;
import signalbox.wire.FieldError;

class ParameterValuesTest {
  private static final TemplateSpec SPEC =
      new TemplateSpec(
          List.of(
              parameter("apps", "claude", true, Rule.SLUGS),
              parameter("region", "eu", false, Rule.TEXT),
              parameter("repository", null, true, Rule.TEXT)),
          List.of());

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
  @ValueSource(strings = {"claude", "a", "a-b", "a, b ,c-1", "12345678901234567890123456789012"})
  void namesOfAppsAreShortAndSimple(String text) {
    assertThat(Slugs.fault(text)).isEmpty();
  }

  @Test
  void aThousandAppsAreTooMany() {
    assertThat(Slugs.fault("a,".repeat(1_000)).orElse("")).contains("at most");
    assertThat(Slugs.fault("a".repeat(1_000_000)).orElse("")).contains("is no name of an app");
  }

  private static Parameter parameter(
      String name, @Nullable String defaultValue, boolean mutable, Rule rule) {
    return new Parameter(name, name, "", defaultValue, mutable, rule);
  }
}
