package signalbox.server.db;

/// Text from outside as PostgreSQL can keep it: its text has no NUL, and UTF-8 no half of a pair
/// (RFC 3629 §3). Each NUL, and each run of such halves, is marked with a ❌.
public final class StorableText {
  private static final char BAD = '❌';

  private StorableText() {}

  public static String of(String text) {
    if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) return text;
    var clean = new StringBuilder(text.length());
    var inRun = false;
    for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      var point = text.codePointAt(i);
      var isHalf = Character.getType(point) == Character.SURROGATE;
      if (!isHalf && point != 0) clean.appendCodePoint(point);
      else if (!(isHalf && inRun)) clean.append(BAD);
      inRun = isHalf;
    }
    return clean.toString();
  }
}
