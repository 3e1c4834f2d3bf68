package signalbox.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;
import signalbox.cli.api.WorkspaceName;

/// Words of the command line as values. What is wrong with a word is told in a way that follows
/// "Invalid value for option '--timeout': ".
final class Conversions {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Conversions() {}

  static WorkspaceName workspaceName(String text) {
    return WorkspaceName.parse(text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is neither NAME nor OWNER/NAME"));
  }

  static Duration duration(String text) {
    var match = DURATION.matcher(text);
    if (!match.matches())
      throw new TypeConversionException("'" + text + "' is no duration like 90s, 5m, 2h or 7d");
    var number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// One of a few words, in any case.
  static <E extends Enum<E>> E word(Class<E> type, String text) {
    var words = EnumSet.allOf(type);
    return words.stream()
        .filter(word -> word.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is none of "
                        + words.stream().map(Enum::toString).collect(Collectors.joining(", "))));
  }
}
