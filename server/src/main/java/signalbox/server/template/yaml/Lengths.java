package signalbox.server.template.yaml;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Durations such as `30s`, `5m`, `1h` or `1h30m`.
final class Lengths {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");

  private Lengths() {}

  /// In seconds; empty when it is no duration.
  static OptionalInt seconds(String text) {
    if (text.equals("0")) return OptionalInt.of(0);
    var found = FORM.matcher(text);
    if (text.isEmpty() || !found.matches()) return OptionalInt.empty();
    return OptionalInt.of(
        number(found.group(1)) * 3_600 + number(found.group(2)) * 60 + number(found.group(3)));
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
