package signalbox.server.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password's Argon2id hash (RFC 9106) with what it was made with. Its text is the PHC form:
/// `$argon2id$v=19$m=<KiB>,t=<passes>,p=1$<salt>$<hash>`, base64 without padding.
final class Argon2Hash {
  /// Some 55 ms on one core of 2026, above the least that OWASP's password storage cheat sheet asks
  /// for (19 MiB, 2).
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 4;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final int memoryKib;
  private final int passes;
  private final byte[] salt;
  private final byte[] hash;

  private Argon2Hash(int memoryKib, int passes, byte[] salt, byte[] hash) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.salt = salt;
    this.hash = hash;
  }

  /// A new hash with a salt of its own. Slow.
  static Argon2Hash of(String password) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new Argon2Hash(
        MEMORY_KIB, PASSES, salt, run(password, salt, MEMORY_KIB, PASSES, HASH_BYTES));
  }

  /// @throws IllegalArgumentException when the text is not the PHC form of one
  static Argon2Hash parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) throw new IllegalArgumentException("not an Argon2id hash");
    return new Argon2Hash(
        Integer.parseInt(match.group(1)),
        Integer.parseInt(match.group(2)),
        Base64.getDecoder().decode(match.group(3)),
        Base64.getDecoder().decode(match.group(4)));
  }

  /// Whether it is this password's. Slow.
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, run(password, salt, memoryKib, passes, hash.length));
  }

  String text() {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + memoryKib
        + ",t="
        + passes
        + ",p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  private static byte[] run(String password, byte[] salt, int memoryKib, int passes, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    var hash = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
