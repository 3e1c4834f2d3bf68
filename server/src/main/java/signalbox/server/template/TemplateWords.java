package signalbox.server.template;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Validations;

/// What the words of requests about templates must be.
final class TemplateWords {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*");
  private static final Pattern VERSION = Pattern.compile("[a-zA-Z0-9]+(?:[_.-][a-zA-Z0-9]+)*");
  private static final Set<String> RESERVED = Set.of("new", "create");
  private static final int NAME_MAX = 32;
  private static final int VERSION_MAX = 64;
  private static final int DISPLAY_NAME_MAX = 64;
  private static final int DESCRIPTION_MAX = 127;
  private static final int LONG_MAX = 1024 * 1024;

  private TemplateWords() {}

  static boolean isName(String text) {
    return text.length() <= NAME_MAX && NAME.matcher(text).matches() && !RESERVED.contains(text);
  }

  static boolean isVersionName(String text) {
    return text.length() <= VERSION_MAX && VERSION.matcher(text).matches();
  }

  static boolean isDisplayName(String text) {
    return text.length() <= DISPLAY_NAME_MAX && text.strip().equals(text) && isText(text);
  }

  static boolean isDescription(String text) {
    return text.length() <= DESCRIPTION_MAX && isText(text);
  }

  /// A message, an address of an icon.
  static boolean isText(String text) {
    return text.length() <= LONG_MAX && text.indexOf('\0') < 0;
  }

  /// What is wrong with a field that may be left out.
  static void check(
      Validations fields, String field, @Nullable String value, String tag, Predicate<String> is) {
    var _ = fields.optional(field, value, tag, is);
  }
}
