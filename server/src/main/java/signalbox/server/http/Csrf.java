package signalbox.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import signalbox.server.access.Refusal;

/// Keeps other web sites from acting with the cookie of a signed-in browser (double submit): who
/// lives on the cookie alone must repeat, in `X-CSRF-TOKEN`, the token that our page was given.
public final class Csrf {
  /// Cookie with the token: base64 of 32 random bytes.
  public static final String COOKIE = "csrf_token";

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<String> EXEMPT = Set.of("/api/v2/users/first", "/api/v2/csp/reports");

  private Csrf() {}

  /// @throws Refusal as plain text, 400, which is what browsers' clients know
  static void check(Call call) {
    var session = call.cookie(Credentials.SESSION_COOKIE).filter(value -> !value.isEmpty());
    if (session.isEmpty() || call.method().isSafe() || exempt(call)) return;
    var other =
        call.header(Credentials.SESSION_HEADER).or(() -> call.query(Credentials.SESSION_COOKIE));
    if (other.isPresent()) {
      if (same(other.get(), session.get())) return;
      throw refused(
          "CSRF error encountered. Authentication via \"coder_session_token\" cookie and \"Coder-Session-Token\" header"
              + " detected, but the values do not match.");
    }
    var token = call.cookie(COOKIE);
    var sent = call.header("X-CSRF-TOKEN");
    if (token.isPresent() && sent.isPresent() && matches(token.get(), sent.get())) return;
    throw refused(
        "Something is wrong with your CSRF token. Please refresh the page. If this error persists, try clearing your"
            + " cookies.");
  }

  /// A new token for a browser that has none.
  static String token() {
    var bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Whether what was sent is the token, plain or masked (mask, then token XOR mask).
  static boolean matches(String token, String sent) {
    return same(token, sent) || unmask(sent).filter(plain -> same(token, plain)).isPresent();
  }

  private static Optional<String> unmask(String sent) {
    try {
      var bytes = Base64.getDecoder().decode(sent);
      if (bytes.length != 2 * TOKEN_BYTES) return Optional.empty();
      var plain = Arrays.copyOfRange(bytes, TOKEN_BYTES, bytes.length);
      for (var i = 0; i < TOKEN_BYTES; i++) plain[i] ^= bytes[i];
      return Optional.of(Base64.getEncoder().encodeToString(plain));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean exempt(Call call) {
    return EXEMPT.contains(call.path())
        || call.path().startsWith("/api/v2/workspaceagents/")
        || Credentials.bearer(call).isPresent();
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Refusal refused(String text) {
    return Refusal.of(Refusal.Kind.INVALID, text).asPlainText();
  }
}
