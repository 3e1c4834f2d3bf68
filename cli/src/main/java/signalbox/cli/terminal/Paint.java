package signalbox.cli.terminal;

import java.util.regex.Pattern;

/// How a piece of text stands out on a terminal (ECMA-48 §8.3.117).
public enum Paint {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("1;33"),
  CYAN("36");

  private static final Pattern PAINTING = Pattern.compile("\u001B\\[[0-9;]*m");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  /// The text with what begins and ends the paint around it.
  public String on(String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
  }

  /// The text without any paint.
  static String without(String painted) {
    return PAINTING.matcher(painted).replaceAll("");
  }
}
