package signalbox.server.agentmetadata;

import java.nio.charset.StandardCharsets;
import signalbox.server.db.StorableText;

/// What an agent found out about one key, without what goes beyond the limits.
///
/// @param value trimmed, at most [#BYTES_MAX]
/// @param error why there is no good value; empty when all is well
public record Reading(String key, String value, String error) {
  /// Longest value and longest error, in UTF-8 bytes.
  static final int BYTES_MAX = 2048;

  public Reading {
    key = StorableText.of(key);
    value = StorableText.of(value.strip());
    error = StorableText.of(error.strip());
    var valueBytes = bytes(value);
    var errorBytes = bytes(error);
    if (valueBytes > BYTES_MAX) {
      value = cut(value);
      error = "value of " + valueBytes + " bytes exceeded " + BYTES_MAX + " bytes";
    } else if (errorBytes > BYTES_MAX) {
      error = "error of " + errorBytes + " bytes exceeded " + BYTES_MAX + " bytes";
    }
  }

  /// Not within a character.
  private static String cut(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    var end = BYTES_MAX;
    while (isContinuation(utf8[end])) end--;
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  /// RFC 3629 §3: all bytes of a character but the first are 10xxxxxx.
  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
