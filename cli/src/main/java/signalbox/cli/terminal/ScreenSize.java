package signalbox.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/// How large the terminal is, asked anew each time: people change it.
@FunctionalInterface
public interface ScreenSize {
  /// Lines and columns, in cells.
  record Cells(int rows, int columns) {}

  /// Larger than any line.
  Cells UNBOUNDED = new Cells(Integer.MAX_VALUE, 1_000_000);

  /// What a terminal is taken for that does not tell.
  Cells USUAL = new Cells(24, 80);

  Cells now();

  /// As the variable `COLUMNS` says, or else the terminal. Unbounded when there is none.
  static ScreenSize of(Map<String, String> environment, boolean live) {
    var columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9][0-9]{0,3}")) {
      var width = Integer.parseInt(columns);
      return () -> new Cells(live ? asked().rows() : UNBOUNDED.rows(), width);
    }
    return live ? ScreenSize::asked : () -> UNBOUNDED;
  }

  private static Cells asked() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var out = stty.getInputStream()) {
        var words = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        var match = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})").matcher(words);
        return match.matches()
            ? new Cells(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)))
            : USUAL;
      }
    } catch (IOException e) {
      return USUAL;
    }
  }
}
