package signalbox.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final ScreenSize.Cells WIDE = new ScreenSize.Cells(24, 80);
  private static final Pattern STEP =
      Pattern.compile("\u001B\\[([0-9?;]*)([A-Za-z])|\r|\n|[^\u001B\r\n]+");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Screen screen =
      new Screen(new Terminal(out, out, true, true, () -> WIDE, "signalbox"));

  /// What a terminal shows after all that was printed.
  private List<String> shown() {
    var lines = new ArrayList<String>(List.of(""));
    var row = 0;
    var steps = STEP.matcher(bytes.toString(StandardCharsets.UTF_8));
    while (steps.find()) {
      switch (steps.group()) {
        case "\r" -> {}
        case "\n" -> {
          row++;
          if (row == lines.size()) lines.add("");
        }
        default -> {
          if (steps.group(2) == null) lines.set(row, steps.group());
          else if (steps.group(2).equals("A")) row -= Integer.parseInt(steps.group(1));
          else if (steps.group(2).equals("J")) lines.subList(row + 1, lines.size()).clear();
        }
      }
    }
    return lines;
  }

  @Test
  void aPictureReplacesTheOneBefore() {
    out.println("$ signalbox watch");
    screen.draw(List.of("one", "two", "three"), WIDE);
    screen.draw(List.of("ONE", "TWO"), WIDE);
    screen.draw(List.of("uno", "dos", "tres", "cuatro"), WIDE);
    assertThat(shown()).startsWith("$ signalbox watch", "uno", "dos", "tres", "cuatro");
  }

  @Test
  void linesThatANarrowerTerminalHasWrappedAreCounted() {
    screen.draw(List.of("x".repeat(70), Paint.RED.on("short")), WIDE);
    bytes.reset();
    screen.draw(List.of("y"), new ScreenSize.Cells(24, 40));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("\r\u001B[3A");
  }

  @Test
  void theCursorComesBack() {
    screen.draw(List.of("one"), WIDE);
    screen.close();
    screen.draw(List.of("two"), WIDE);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .endsWith("\u001B[?25h")
        .doesNotContain("two");
  }
}
