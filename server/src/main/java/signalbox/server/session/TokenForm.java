package signalbox.server.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import signalbox.server.access.Refusal;
import signalbox.wire.CreateTokenRequest;

/// What a request for a token asks for. Tokens can do everything that their user can: a request for
/// one that can do less is refused, since the token would be stronger than asked for.
///
/// @param name empty: any
record TokenForm(String name, Duration lifetime) {
  private static final int NAME_MAX = 64;
  private static final Set<String> EVERYTHING = Set.of("all", ApiKey.EVERYTHING);

  /// @param longest the longest lifetime that may be asked for
  /// @throws Refusal 400
  static TokenForm parse(CreateTokenRequest request, Duration longest) {
    var name = Objects.requireNonNullElse(request.tokenName(), "");
    if (!name.isEmpty() && !isName(name)) {
      throw refused(
          "token_name must have 1 to 64 characters, without control characters or white space at its ends");
    }
    var lifetime = lifetime(request, longest);
    requireEverything(request);
    return new TokenForm(name, lifetime);
  }

  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME_MAX
        && text.strip().equals(text)
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static Duration lifetime(CreateTokenRequest request, Duration longest) {
    var nanos = request.lifetime();
    if (nanos == null || nanos == 0) return Sessions.KEY;
    if (nanos < 0) throw refused("lifetime must be positive number greater than 0");
    if (nanos > longest.toNanos()) {
      throw refused("lifetime must be less than " + longest.toHours() + "h0m0s");
    }
    return Duration.ofNanos(nanos);
  }

  private static void requireEverything(CreateTokenRequest request) {
    var scope = Objects.requireNonNullElse(request.scope(), "");
    if (!scope.isEmpty()) requireEverything(scope);
    Objects.requireNonNullElse(request.scopes(), List.<String>of())
        .forEach(TokenForm::requireEverything);
    for (var entry : Objects.requireNonNullElse(request.allowList(), List.<String>of())) {
      if (!ApiKey.ANYTHING.equals(entry)) {
        throw Refusal.of(
            Refusal.Kind.INVALID,
            "Failed to create API key.",
            "invalid or unsupported allow list entry: \"" + entry + "\"");
      }
    }
  }

  private static void requireEverything(String scope) {
    if (EVERYTHING.contains(scope)) return;
    throw Refusal.of(
        Refusal.Kind.INVALID,
        "Failed to create API key.",
        "invalid or unsupported API key scope: \"" + scope + "\"");
  }

  private static Refusal refused(String detail) {
    return Refusal.of(Refusal.Kind.INVALID, "Failed to validate create API key request.", detail);
  }
}
