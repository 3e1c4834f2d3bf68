package signalbox.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/// A whole key as its holder has it: `<id>-<secret>`, 10 and 22 letters and digits. The secret has
/// 131 bits, so that one round of SHA-256 is enough to store it.
///
/// @param id the public half, by which the key is found
record Secret(String id, String secret) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 10;
  private static final int SECRET_LENGTH = 22;
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{10})-([A-Za-z0-9]{22})");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{10}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static Secret next() {
    return new Secret(random(ID_LENGTH), random(SECRET_LENGTH));
  }

  /// Empty when the text is no key.
  static Optional<Secret> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new Secret(match.group(1), match.group(2)))
        : Optional.empty();
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether a stored hash is this secret's; takes the same time whatever the answer.
  boolean matches(byte[] sha256) {
    return MessageDigest.isEqual(sha256(), sha256);
  }

  /// The whole key. Shown to its holder once, never stored.
  String text() {
    return id + "-" + secret;
  }

  /// Not the secret: this may stand in a log.
  @Override
  public String toString() {
    return id;
  }

  private static String random(int length) {
    var text = new StringBuilder(length);
    for (var i = 0; i < length; i++)
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    return text.toString();
  }
}
