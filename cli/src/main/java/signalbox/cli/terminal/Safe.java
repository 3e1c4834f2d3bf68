package signalbox.cli.terminal;

import java.util.Map;
import java.util.regex.Pattern;

/// Text of a server as it may be printed: on one line, without anything that a terminal obeys or
/// that makes it look like something else.
public final class Safe {
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-z]{2,4});");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

  private Safe() {}

  /// Words, such as a name.
  public static String text(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .filter(Safe::isHarmless)
        .forEach(c -> safe.appendCodePoint(isBlank(c) ? ' ' : c));
    return safe.toString();
  }

  /// What an app said. It is stored with its markup characters escaped, so that it can stand in a
  /// page.
  public static String message(String escaped) {
    return text(
        ENTITY
            .matcher(escaped)
            .replaceAll(
                m -> java.util.regex.Matcher.quoteReplacement(decoded(m.group(1), m.group()))));
  }

  private static String decoded(String name, String whole) {
    if (!name.startsWith("#")) return NAMED.getOrDefault(name, whole);
    var hexadecimal = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    var code = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
    return Character.isValidCodePoint(code) ? Character.toString(code) : whole;
  }

  /// Neither a control character nor one that changes the direction of what follows.
  private static boolean isHarmless(int c) {
    if (isBlank(c)) return true;
    var type = Character.getType(c);
    return type != Character.CONTROL && type != Character.SURROGATE && !turnsDirection(c);
  }

  private static boolean turnsDirection(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  private static boolean isBlank(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85;
  }
}
