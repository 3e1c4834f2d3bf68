package signalbox.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/// Escapes what would be markup in a page, and the two characters that end a line in JavaScript but
/// not in JSON.
final class HtmlEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int[] ASCII = ascii();

  @Override
  public int[] getEscapeCodesForAscii() {
    return ASCII.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return switch (c) {
      case '<', '>', '&', 0x2028, 0x2029 -> new SerializedString(String.format("\\u%04x", c));
      default -> null;
    };
  }

  private static int[] ascii() {
    var codes = CharacterEscapes.standardAsciiEscapesForJSON();
    for (var c : new char[] {'<', '>', '&'}) codes[c] = CharacterEscapes.ESCAPE_CUSTOM;
    return codes;
  }
}
