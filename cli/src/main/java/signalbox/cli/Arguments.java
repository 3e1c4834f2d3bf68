package signalbox.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The command line as it was typed. Java decodes it as the locale says; where no locale is set, as
/// in most containers, every letter beyond ASCII would be lost, while what is typed is UTF-8.
final class Arguments {
  private Arguments() {}

  static String[] asTyped(String[] decoded) {
    if (Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
        .equals(StandardCharsets.UTF_8)) return decoded;
    if (Arrays.stream(decoded).allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode)
        && Arrays.stream(decoded).noneMatch(text -> text.contains("?"))) return decoded;
    try {
      var whole =
          Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8).split("\0", -1);
      // What ends the last argument is no separator.
      var end = whole.length - 1;
      return end < decoded.length ? decoded : Arrays.copyOfRange(whole, end - decoded.length, end);
    } catch (IOException e) {
      return decoded;
    }
  }
}
