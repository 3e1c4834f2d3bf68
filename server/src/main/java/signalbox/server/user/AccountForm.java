package signalbox.server.user;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/// What names and addresses of accounts look like.
public final class AccountForm {
  /// Names that stand for something else in paths.
  private static final Set<String> RESERVED = Set.of("new", "create", "me");

  private static final Pattern USERNAME = Pattern.compile("[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*");
  private static final int USERNAME_MAX = 32;
  private static final int REAL_NAME_BYTES_MAX = 128;
  private static final int EMAIL_MAX = 254;

  /// Narrower than RFC 5321 §4.1.2: no quoted parts, no address literals, and a domain with a dot.
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\p{Cntrl}\\s@\"(),:;<>\\[\\]\\\\]{1,64}@[\\p{Alnum}](?:[\\p{Alnum}-]*[\\p{Alnum}])?(?:\\.[\\p{Alnum}](?:[\\p{Alnum}-]*[\\p{Alnum}])?)+");

  private AccountForm() {}

  static boolean isUsername(String text) {
    return text.length() <= USERNAME_MAX
        && USERNAME.matcher(text).matches()
        && !RESERVED.contains(text);
  }

  /// A person's name as they write it.
  static boolean isRealName(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= REAL_NAME_BYTES_MAX
        && text.strip().equals(text)
        && text.chars().noneMatch(Character::isISOControl);
  }

  public static boolean isEmail(String text) {
    return text.length() <= EMAIL_MAX && EMAIL.matcher(text).matches();
  }
}
