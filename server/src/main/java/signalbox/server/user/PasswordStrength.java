package signalbox.server.user;

import java.util.Optional;

/// Which passwords are good enough to be chosen. A long simple one is as good as a short wild one:
/// what counts is how many guesses it takes.
final class PasswordStrength {
  private static final int LENGTH_MAX = 64;

  /// As many bits as eight random characters of a keyboard have.
  private static final double BITS_MIN = 52;

  private PasswordStrength() {}

  /// What is wrong with it, in a sentence for people; empty when it will do.
  static Optional<String> fault(String password) {
    if (password.codePointCount(0, password.length()) > LENGTH_MAX) {
      return Optional.of("The password must have at most " + LENGTH_MAX + " characters.");
    }
    if (bits(password) < BITS_MIN) {
      return Optional.of(
          "The password is too easy to guess. Make it longer, or mix upper and lower case, digits and symbols.");
    }
    return Optional.empty();
  }

  private static double bits(String password) {
    return surprising(password) * Math.log(alphabet(password)) / Math.log(2);
  }

  /// How many characters do not merely repeat the one before or go on counting (`aaa`, `1234`,
  /// `cba`).
  private static int surprising(String password) {
    var count = 0;
    var lastStep = 0;
    for (var at = 0; at < password.length(); at++) {
      var step = at == 0 ? Integer.MAX_VALUE : password.charAt(at) - password.charAt(at - 1);
      if (step != 0 && (Math.abs(step) != 1 || step != lastStep)) count++;
      lastStep = step;
    }
    return count;
  }

  /// How many characters there are of the kinds that it has.
  private static int alphabet(String password) {
    var size = 0;
    if (password.chars().anyMatch(c -> c >= 'a' && c <= 'z')) size += 26;
    if (password.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) size += 26;
    if (password.chars().anyMatch(c -> c >= '0' && c <= '9')) size += 10;
    if (password.chars().anyMatch(c -> c < 0x80 && !Character.isLetterOrDigit(c))) size += 33;
    if (password.chars().anyMatch(c -> c >= 0x80)) size += 100;
    return Math.max(size, 1);
  }
}
