package signalbox.server.appstatus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.wire.FieldError;
import signalbox.wire.PatchAppStatus;

/// Makes a valid [Report] of outside words, or says what is wrong with them. The order of the first
/// two checks and their texts are the wire's (`PATCH me/app-status`).
final class Reports {
  private static final int URI_LENGTH_MAX = 2_048;
  private static final int LEASE_SECONDS_MIN = 30;
  private static final int LEASE_SECONDS_MAX = 24 * 60 * 60;
  private static final int KEY_LENGTH_MAX = 255;
  private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x21-\\x7E]+");

  /// A link of one of these schemes runs in the page that shows it.
  private static final List<String> UNSAFE_SCHEMES = List.of("javascript:", "data:", "vbscript:");

  private Reports() {}

  static Report parse(Caller.Agent agent, PatchAppStatus said, Optional<String> key, byte[] body) {
    var stateText = Objects.requireNonNullElse(said.state(), "");
    var state =
        State.ofWire(stateText)
            .orElseThrow(
                () ->
                    Refusal.of(
                        Refusal.Kind.INVALID,
                        "Failed to parse request.",
                        "Invalid state: " + stateText));
    var message = Objects.requireNonNullElse(said.message(), "");
    if (!Message.fits(message)) throw tooLong();
    var errors = new ArrayList<FieldError>();
    var uri = uri(said.uri(), errors);
    var lease = lease(said.leaseSeconds(), errors);
    key.ifPresent(text -> checkKey(text, errors));
    if (!errors.isEmpty()) throw Refusal.invalid("Validation failed.", errors);
    return new Report(
        agent,
        storable(Objects.requireNonNullElse(said.appSlug(), "")),
        state,
        Message.clean(message),
        uri,
        Boolean.TRUE.equals(said.needsUserAttention()),
        lease,
        key.map(text -> new Report.Key(text, sha256(body))).orElse(null));
  }

  private static Refusal tooLong() {
    var detail = "Message must be less than 160 characters.";
    return Refusal.invalid("Message is too long.", new FieldError("message", detail))
        .withDetail(detail);
  }

  private static @Nullable String uri(@Nullable String uri, List<FieldError> errors) {
    if (uri == null || uri.isEmpty()) return null;
    var scheme = uri.strip().toLowerCase(Locale.ROOT);
    if (uri.length() > URI_LENGTH_MAX) {
      errors.add(new FieldError("uri", "must be at most " + URI_LENGTH_MAX + " characters long"));
    } else if (uri.chars().anyMatch(Character::isISOControl)) {
      errors.add(new FieldError("uri", "must not contain control characters"));
    } else if (hasHalfCodePoint(uri)) {
      errors.add(new FieldError("uri", "must not contain half of a character"));
    } else if (UNSAFE_SCHEMES.stream().anyMatch(scheme::startsWith)) {
      errors.add(
          new FieldError(
              "uri", "must not be a " + scheme.substring(0, scheme.indexOf(':')) + " link"));
    }
    return uri;
  }

  private static @Nullable Integer lease(@Nullable Integer seconds, List<FieldError> errors) {
    if (seconds != null && (seconds < LEASE_SECONDS_MIN || seconds > LEASE_SECONDS_MAX)) {
      errors.add(
          new FieldError(
              "lease_seconds", "must be from " + LEASE_SECONDS_MIN + " to " + LEASE_SECONDS_MAX));
    }
    return seconds;
  }

  private static void checkKey(String key, List<FieldError> errors) {
    if (key.length() > KEY_LENGTH_MAX || !PRINTABLE_ASCII.matcher(key).matches()) {
      errors.add(
          new FieldError(
              "Idempotency-Key",
              "must be 1 to " + KEY_LENGTH_MAX + " printable ASCII characters without blanks"));
    }
  }

  /// PostgreSQL's text has neither NUL nor half a code point; no slug has one either, so what is
  /// left finds no app.
  private static String storable(String slug) {
    return hasHalfCodePoint(slug) || slug.indexOf('\0') >= 0 ? "\uFFFD" : slug;
  }

  private static boolean hasHalfCodePoint(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
