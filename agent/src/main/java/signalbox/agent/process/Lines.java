package signalbox.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts a program's output into lines, as it comes. What is not UTF-8 becomes ❌, as the server
/// would make it; a line without an end is cut.
public final class Lines {
  static final int LENGTH_MAX = 16 * 1024;
  private static final String BAD = "❌";

  private Lines() {}

  /// Reads until the output ends.
  public static void read(InputStream from, Consumer<String> line) throws IOException {
    var in = reader(from);
    var text = new StringBuilder();
    var buffer = new char[4096];
    for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      for (var i = 0; i < length; i++) add(buffer[i], text, line);
    }
    if (!text.isEmpty()) emit(text, line);
  }

  private static void add(char next, StringBuilder text, Consumer<String> line) {
    if (next == '\n') {
      emit(text, line);
      return;
    }
    text.append(next);
    if (text.length() >= LENGTH_MAX && !Character.isHighSurrogate(next)) emit(text, line);
  }

  private static void emit(StringBuilder text, Consumer<String> line) {
    var end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\r') end--;
    line.accept(text.substring(0, end));
    text.setLength(0);
  }

  static Reader reader(InputStream from) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(BAD);
    return new InputStreamReader(from, decoder);
  }
}
