package signalbox.server.bus;

/// A message and where it goes, checked: every bus can carry it, so one bad message spoils no
/// batch.
///
/// The limits are PostgreSQL's: it takes names under 64 bytes and payloads under 8,000, and Coder's
/// servers count payloads from 7,600 bytes as colossal.
record Envelope(String channel, String payload) {
  static final int CHANNEL_BYTES_MAX = 63;
  static final int PAYLOAD_BYTES_MAX = 7_599;

  Envelope {
    checkChannel(channel);
    var bytes = utf8Length(payload);
    if (bytes > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException("A message of " + bytes + " bytes is too long.");
    }
  }

  static void checkChannel(String channel) {
    var bytes = utf8Length(channel);
    if (bytes == 0 || bytes > CHANNEL_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A channel's name has 1 to 63 bytes, not " + bytes + ": " + channel);
    }
  }

  private static int utf8Length(String text) {
    var bytes = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0) throw new IllegalArgumentException("A NUL cannot be sent.");
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i))
          throw new IllegalArgumentException("Half a character cannot be sent.");
        i++;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
