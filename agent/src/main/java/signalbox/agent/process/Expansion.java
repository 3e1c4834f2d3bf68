package signalbox.agent.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Paths as people write them: `~` and `$NAME` are replaced, as a shell would.
///
/// @param environment what the names mean; an unknown one means nothing
public record Expansion(Map<String, String> environment) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{(\\w+)}|([A-Za-z_]\\w*))", Pattern.UNICODE_CHARACTER_CLASS);

  /// @param base what a relative path is relative to
  /// @return absolute
  public Path path(String text, Path base) {
    var named = VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    if (named.equals("~")) return home();
    var path = named.startsWith("~/") ? home().resolve(named.substring(2)) : base.resolve(named);
    return path.toAbsolutePath().normalize();
  }

  public Path home() {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")))
        .toAbsolutePath();
  }

  private String value(java.util.regex.MatchResult found) {
    var name = found.group(1) == null ? found.group(2) : found.group(1);
    return environment.getOrDefault(name, "");
  }
}
