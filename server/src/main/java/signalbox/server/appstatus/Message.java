package signalbox.server.appstatus;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.safety.Safelist;

/// The text of a report, made fit for people and pages: it comes from a program that nobody vouches
/// for.
final class Message {
  /// Longest message as sent, in UTF-8 bytes: the agents' protocol counts bytes, not characters.
  static final int BYTES_MAX = 160;

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} &&[^<>&\"'\\\\]]*");
  private static final Pattern ANSI =
      Pattern.compile(
          "[\\u001B\\u009B][\\[\\]()#;?]*(?:(?:[a-zA-Z\\d]*(?:;[-a-zA-Z\\d/#&.:=?%@~_]*)*)?\\u0007|(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~])");
  private static final Pattern SPACES =
      Pattern.compile("[\\s\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+");
  private static final OutputSettings OUTPUT =
      new OutputSettings().prettyPrint(false).charset(StandardCharsets.UTF_8);

  private Message() {}

  static boolean fits(String raw) {
    return raw.length() <= BYTES_MAX && raw.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
  }

  /// Undoes backslash escapes, takes out terminal escapes, what cannot be printed, and HTML, and
  /// makes each run of white space one blank. What is left is HTML-escaped.
  static String clean(String raw) {
    if (PLAIN.matcher(raw).matches()) return spaces(raw);
    var text = ANSI.matcher(Escapes.undo(raw)).replaceAll("");
    return spaces(withoutHtml(printable(text)));
  }

  private static String withoutHtml(String text) {
    return Jsoup.clean(text, "", Safelist.none(), OUTPUT)
        .replace("\"", "&#34;")
        .replace("'", "&#39;")
        .replace("&nbsp;", " ");
  }

  private static String printable(String text) {
    var kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> Character.isWhitespace(c) || isPrintable(c))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String spaces(String text) {
    return SPACES.matcher(text).replaceAll(" ").strip();
  }
}
