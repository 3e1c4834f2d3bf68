package signalbox.server.http;

import java.util.UUID;
import signalbox.server.access.Refusal;
import signalbox.server.id.Id;

/// UUIDs in paths, in any case.
public final class Uuids {
  private static final int LENGTH = 36;

  private Uuids() {}

  /// @throws Refusal 400 when it is none
  public static UUID parse(String text) {
    return Id.parse(text).orElseThrow(() -> invalid(text));
  }

  private static Refusal invalid(String text) {
    return Refusal.of(
        Refusal.Kind.INVALID,
        "Invalid UUID \"" + text + "\".",
        text.length() == LENGTH ? "invalid UUID format" : "invalid UUID length: " + text.length());
  }
}
