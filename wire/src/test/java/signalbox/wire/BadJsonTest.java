package signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadJsonTest {
  private static final String REPORT =
      """
      {"app_slug":"claude","state":"working","message":"Läuft \\u00e9 \\n","uri":"https://x/",
       "needs_user_attention":true,"lease_seconds":60,"extra":[1,{"a":null}]}""";

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("", "it is empty"),
        arguments(" \r\n", "it is empty"),
        arguments("null", "a JSON object is expected, not null"),
        arguments("[]", "the value has the wrong type: expected an object"),
        arguments("5", "the value has the wrong type: expected an object"),
        arguments("\"x\"", "the value has the wrong type: expected an object"),
        arguments("hello", "syntax error at line 1, column 1"),
        arguments("{name:1}", "syntax error at line 1, column 2"),
        arguments("\uFEFF{}", "syntax error at line 1, column 1"),
        arguments("{\"name\":", "it ends too early, at line 1, column 9"),
        arguments("{\"name\":5}", "name has an invalid value: expected a string"),
        arguments("{\"name\":true}", "name has an invalid value: expected a string"),
        arguments("{\"name\":[\"a\"]}", "name has the wrong type: expected a string"),
        arguments("{\"ttl_ms\":\"5\"}", "ttl_ms has the wrong type: expected a whole number"),
        arguments("{\"ttl_ms\":1.0}", "ttl_ms has an invalid value: expected a whole number"),
        arguments("{\"ttl_ms\":true}", "ttl_ms has the wrong type: expected a whole number"),
        arguments("{\"ttl_ms\":9223372036854775808}", "ttl_ms is a number that is too large"),
        arguments("{\"template_id\":5}", "template_id has the wrong type: expected a UUID"),
        arguments(
            "{\"template_id\":\"nope\"}", "template_id has an invalid value: expected a UUID"),
        arguments(
            "{\"template_id\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}",
            "template_id has an invalid value: expected a UUID"),
        arguments(
            "{\"template_id\":\"0-000000000000-1-000-0000-0000000000\"}",
            "template_id has an invalid value: expected a UUID"),
        arguments(
            "{\"rich_parameter_values\":{}}",
            "rich_parameter_values has the wrong type: expected a list"),
        arguments(
            "{\"rich_parameter_values\":[null]}", "rich_parameter_values[0] must not be null"),
        arguments(
            "{\"rich_parameter_values\":[{\"name\":\"a\"},{\"name\":5}]}",
            "rich_parameter_values[1].name has an invalid value: expected a string"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsWrongIsSaidInOneSentence(String text, String detail) {
    assertThat(refusal(utf8(text), CreateWorkspaceRequest.class)).hasValue(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "\"true\"", "1", "0", "[true]", "\"\""})
  void onlyTrueAndFalseAreTruthValues(String value) {
    assertThat(refusal(utf8("{\"needs_user_attention\":" + value + "}"), PatchAppStatus.class))
        .hasValueSatisfying(detail -> assertThat(detail).endsWith("expected true or false"));
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    var bytes = utf8("{\"message\":\"x\"}");
    bytes[12] = (byte) 0xff;
    assertThat(refusal(bytes, PatchAppStatus.class)).hasValue("it is not valid UTF-8");
  }

  @Test
  void depthAndLengthsAreLimitedAlsoUnderKeysThatAreIgnored() {
    var tooMuch = "it is nested too deeply, or a text, a key or a number in it is too long";
    for (var value :
        Stream.of("[".repeat(500), "[".repeat(101) + "]".repeat(101), "9".repeat(101)).toList())
      assertThat(refusal(utf8("{\"x\":" + value + "}"), PatchAppStatus.class)).hasValue(tooMuch);
    assertThat(refusal(utf8("{\"" + "k".repeat(60_000) + "\":1}"), PatchAppStatus.class))
        .hasValue(tooMuch);
  }

  @Test
  void everyTruncationIsRefused() {
    var whole = utf8(REPORT);
    assertThat(refusal(whole, PatchAppStatus.class)).isEmpty();
    for (var length = 0; length < whole.length; length++)
      assertThat(refusal(Arrays.copyOf(whole, length), PatchAppStatus.class))
          .as("%d bytes", length)
          .isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noRefusalShowsTheInsideOfTheServer(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 2_000; round++) {
      var bytes = utf8(REPORT);
      for (var change = 0; change < 3; change++)
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      refusal(bytes, PatchAppStatus.class)
          .ifPresent(
              detail -> assertThat(detail).doesNotContain("java", "jackson", "signalbox", "\n"));
    }
  }

  private static Optional<String> refusal(byte[] bytes, Class<?> type) {
    try {
      var _ = Json.read(bytes, type);
      return Optional.empty();
    } catch (BadJson e) {
      return Optional.of(e.detail());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
