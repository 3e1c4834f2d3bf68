package signalbox.server.appstatus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// Backslash escapes as in the body of a double-quoted string of Go (The Go Programming Language
/// Specification, "String literals"): agents written in it send them.
final class Escapes {
  private final String text;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int at;

  private Escapes(String text) {
    this.text = text;
  }

  /// The text without its escapes; the text itself when it is not a valid string body.
  static String undo(String text) {
    return text.indexOf('\\') < 0 ? text : new Escapes(text).undoAll();
  }

  private String undoAll() {
    while (at < text.length()) {
      var c = text.codePointAt(at);
      if (c == '"' || c == '\n') return text;
      at += Character.charCount(c);
      if (c != '\\') put(c);
      else if (!undoOne()) return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  private boolean undoOne() {
    if (at == text.length()) return false;
    var c = text.charAt(at++);
    return switch (c) {
      case 'a' -> put(7);
      case 'b' -> put('\b');
      case 'f' -> put('\f');
      case 'n' -> put('\n');
      case 'r' -> put('\r');
      case 't' -> put('\t');
      case 'v' -> put(11);
      case '\\', '"' -> put(c);
      case 'x' -> putByte(number(2, 16));
      case 'u' -> putCodePoint(number(4, 16));
      case 'U' -> putCodePoint(number(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        yield putByte(number(3, 8));
      }
      default -> false;
    };
  }

  private OptionalInt number(int digits, int radix) {
    if (at + digits > text.length()) return OptionalInt.empty();
    var value = 0L;
    for (var end = at + digits; at < end; at++) {
      var digit = Character.digit(text.charAt(at), radix);
      if (digit < 0) return OptionalInt.empty();
      value = value * radix + digit;
    }
    return value > Character.MAX_CODE_POINT ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  private boolean putByte(OptionalInt value) {
    if (value.isEmpty() || value.getAsInt() > 255) return false;
    bytes.write(value.getAsInt());
    return true;
  }

  private boolean putCodePoint(OptionalInt value) {
    return value.isPresent()
        && (value.getAsInt() < 0xD800 || value.getAsInt() > 0xDFFF)
        && put(value.getAsInt());
  }

  private boolean put(int codePoint) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    return true;
  }
}
