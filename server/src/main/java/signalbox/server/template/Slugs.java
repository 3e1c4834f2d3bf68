package signalbox.server.template;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Names of apps in one text, separated by commas.
public final class Slugs {
  private static final int LENGTH_MAX = 32;
  private static final int COUNT_MAX = 64;
  private static final Pattern FORM = Pattern.compile("[a-z0-9](-?[a-z0-9])*");

  private Slugs() {}

  /// The names of a text without [#fault].
  static List<String> of(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /// What is wrong with a text, or empty when nothing is.
  public static Optional<String> fault(String text) {
    return fault(text, Set.of());
  }

  /// As [#fault(String)], where some names are taken.
  static Optional<String> fault(String text, Set<String> taken) {
    var slugs = of(text);
    if (slugs.size() > COUNT_MAX) return Optional.of("at most " + COUNT_MAX + " apps are possible");
    var seen = new HashSet<String>();
    for (var slug : slugs) {
      if (slug.length() > LENGTH_MAX || !FORM.matcher(slug).matches()) {
        return Optional.of(
            "\""
                + slug
                + "\" is no name of an app: 1 to "
                + LENGTH_MAX
                + " characters a-z, 0-9 and single hyphens between them");
      }
      if (taken.contains(slug))
        return Optional.of("the template has an app \"" + slug + "\" already");
      if (!seen.add(slug)) return Optional.of("\"" + slug + "\" is there twice");
    }
    return Optional.empty();
  }
}
