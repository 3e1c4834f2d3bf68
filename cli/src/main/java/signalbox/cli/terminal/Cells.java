package signalbox.cli.terminal;

/// How many cells of a terminal a text takes. What a terminal does with rare characters differs;
/// this is what most of them do.
public final class Cells {
  /// First and last of the ranges that take two cells (UAX #11, wide and full width, and emoji).
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x231A, 0x231B},
    {0x23E9, 0x23EC},
    {0x25FD, 0x25FE},
    {0x2614, 0x2615},
    {0x2648, 0x2653},
    {0x26A1, 0x26A1},
    {0x2705, 0x2705},
    {0x270A, 0x270B},
    {0x2728, 0x2728},
    {0x274C, 0x274C},
    {0x2753, 0x2755},
    {0x2795, 0x2797},
    {0x2B50, 0x2B50},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
  };

  private Cells() {}

  /// @param text without control sequences
  public static int of(String text) {
    return text.codePoints().map(Cells::of).sum();
  }

  /// The text, cut with `…` when it takes more cells than there are.
  public static String fit(String text, int cells) {
    if (of(text) <= cells) return text;
    if (cells < 1) return "";
    var cut = new StringBuilder();
    var taken = 0;
    for (var c : text.codePoints().toArray()) {
      taken += of(c);
      if (taken > cells - 1) break;
      cut.appendCodePoint(c);
    }
    return cut.toString().stripTrailing() + "…";
  }

  private static int of(int c) {
    if (c < 0x300) return 1;
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {}
    }
    for (var range : WIDE) if (c >= range[0] && c <= range[1]) return 2;
    return 1;
  }
}
