package signalbox.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void linesEndAsPeopleEndThem() throws IOException {
    assertThat(read("a\r\nb\n\nc\rd")).containsExactly("a", "b", "", "c\rd");
  }

  @Test
  void aLineWithoutAnEndIsCutBetweenCharacters() throws IOException {
    var text = "x" + "😀".repeat(Lines.LENGTH_MAX);
    var lines = read(text);
    assertThat(String.join("", lines)).isEqualTo(text);
    assertThat(lines).allMatch(line -> line.length() <= Lines.LENGTH_MAX + 1);
    assertThat(lines).allMatch(line -> !Character.isHighSurrogate(line.charAt(line.length() - 1)));
  }

  @Test
  void pathsAreExpandedAsAShellWould() {
    var expansion = new Expansion(Map.of("HOME", "/home/me", "NAME", "n$1"));
    var base = java.nio.file.Path.of("/base");
    assertThat(expansion.path("~", base)).hasToString("/home/me");
    assertThat(expansion.path("~/a/../b", base)).hasToString("/home/me/b");
    assertThat(expansion.path("${NAME}/$NAME-x$UNKNOWN", base)).hasToString("/base/n$1/n$1-x");
    assertThat(expansion.path("", base)).hasToString("/base");
    assertThat(expansion.path("~other", base)).hasToString("/base/~other");
  }

  private static List<String> read(String text) throws IOException {
    var lines = new ArrayList<String>();
    Lines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
    return lines;
  }
}
