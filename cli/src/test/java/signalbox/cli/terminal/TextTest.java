package signalbox.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({"abc, 3", "ä, 1", "漢字, 4", "👍, 2", "é, 1", "'', 0"})
  void cellsAreCountedAsTerminalsDo(String text, int cells) {
    assertThat(Cells.of(text)).isEqualTo(cells);
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    assertThat(Cells.fit("漢字漢字", 8)).isEqualTo("漢字漢字");
    assertThat(Cells.fit("漢字漢字", 6)).isEqualTo("漢字…");
    assertThat(Cells.fit("hello world", 7)).isEqualTo("hello…");
    assertThat(Cells.fit("x", 0)).isEmpty();
  }

  @Test
  void entitiesAreDecodedOnce() {
    assertThat(Safe.message("&lt;b&gt; &amp;amp; &#39;&#x41;&quot; &nbsp; &#99999999; &"))
        .isEqualTo("<b> &amp; 'A\" &nbsp; &#99999999; &");
  }

  @Test
  void nothingCommandsTheTerminal() {
    assertThat(Safe.text("a\u001B[2Jb\u0007c\u009Bd\ne\tf\u202Eg\u0000h"))
        .isEqualTo("a[2Jbcd e fgh");
    assertThat(Safe.message("&#27;[31m&#10;x")).isEqualTo("[31m x");
  }

  @ParameterizedTest
  @CsvSource({
    "0, now",
    "-5, now",
    "12, 12s ago",
    "89, 89s ago",
    "90, 1m ago",
    "5400, 1h ago",
    "172800, 2d ago"
  })
  void timesAreSaidInTheLargestUnitThatFits(long seconds, String text) {
    assertThat(Ago.of(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void theWidestColumnGivesWay() {
    var table = new Table(List.of("A", "B", "C"));
    table.add(
        List.of(new Cell("short"), new Cell("rather a long text"), new Cell("end", Paint.RED)));
    assertThat(table.lines(80, false))
        .containsExactly("A      B                   C", "short  rather a long text  end");
    assertThat(table.lines(20, false))
        .containsExactly("A      B         C", "short  rather…   end");
    assertThat(table.lines(80, true).getLast()).endsWith("\u001B[31mend\u001B[0m");
  }
}
