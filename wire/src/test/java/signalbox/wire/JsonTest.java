package signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.100Z, 2026-01-02T03:04:05.1Z",
    "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456Z",
    "2026-01-02T03:04:05.123456999Z, 2026-01-02T03:04:05.123456Z",
    "2026-01-02T03:04:00.000000999Z, 2026-01-02T03:04:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
  })
  void timesHaveUpToSixDigitsOfFraction(Instant time, String text) {
    assertThat(Json.text(time)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void aTimeWithAnOffsetIsReadAsUtc() throws BadJson {
    var request =
        read("{\"deadline\":\"2026-01-31T12:00:00.5+02:00\"}", ExtendWorkspaceRequest.class);
    assertThat(request.deadline()).isEqualTo(Instant.parse("2026-01-31T10:00:00.5Z"));
  }

  @Test
  void whatIsMarkupInAPageIsEscaped() {
    assertThat(Json.text("<a href='x'>&\u2028\u2029é😀"))
        .isEqualTo("\"\\u003ca href='x'\\u003e\\u0026\\u2028\\u2029é😀\"");
  }

  @Test
  void anAnswerIsOneLineOfUtf8() {
    assertThat(Json.bytes(List.of("é\n")))
        .isEqualTo("[\"é\\n\"]\n".getBytes(StandardCharsets.UTF_8));
    assertThat(Json.bytes(null)).isEqualTo("null\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keysThatAreNotKnownAreIgnored() throws BadJson {
    var request = read("{\"x\":{\"y\":[1,null]},\"name\":\"a\"}", UpdateWorkspaceRequest.class);
    assertThat(request.name()).isEqualTo("a");
  }

  @Test
  void ofDoubledKeysTheLastOneWins() throws BadJson {
    var login =
        read(
            "{\"email\":\"a\",\"password\":\"p\",\"email\":\"b\",\"x\":1,\"password\":\"q\"}",
            LoginWithPasswordRequest.class);
    assertThat(login).isEqualTo(new LoginWithPasswordRequest("b", "q"));
  }

  @Test
  void whatFollowsTheFirstValueIsIgnored() throws BadJson {
    for (var rest : List.of("}", " trailing", "{", "\u0000"))
      assertThat(read("{\"name\":\"a\"}" + rest, UpdateWorkspaceRequest.class).name())
          .isEqualTo("a");
  }

  @Test
  void anEmptyIdIsNone() throws BadJson {
    var request = read("{\"template_id\":\"\"}", CreateWorkspaceRequest.class);
    assertThat(request.templateId()).isNull();
  }

  private static <T> T read(String text, Class<T> type) throws BadJson {
    return Json.read(text.getBytes(StandardCharsets.UTF_8), type);
  }
}
