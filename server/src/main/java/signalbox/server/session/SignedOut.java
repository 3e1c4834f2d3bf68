package signalbox.server.session;

import java.time.Instant;
import signalbox.server.access.Refusal;

/// Why somebody is not signed in, in the words that clients know.
final class SignedOut {
  private static final String MESSAGE =
      "You are signed out or your session has expired. Please sign in again to continue.";

  private SignedOut() {}

  static Refusal missing() {
    return because("Cookie \"coder_session_token\" or query parameter must be provided.");
  }

  static Refusal malformed() {
    return because(
        "Invalid API key format: expected 10 letters or digits, a hyphen, and 22 letters or digits.");
  }

  static Refusal unknown() {
    return because("API key is invalid.");
  }

  static Refusal wrongSecret() {
    return because("API key secret is invalid.");
  }

  static Refusal expired(Instant at) {
    return because("API key expired at \"" + at + "\".");
  }

  static Refusal suspended() {
    return Refusal.of(
        Refusal.Kind.NOT_SIGNED_IN,
        "User is not active (status = \"suspended\"). Contact an admin to reactivate your account.");
  }

  private static Refusal because(String detail) {
    return Refusal.of(Refusal.Kind.NOT_SIGNED_IN, MESSAGE, detail);
  }
}
