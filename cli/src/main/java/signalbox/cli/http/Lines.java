package signalbox.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Lines of a head, ended by CR LF or, from the lax, LF.
final class Lines {
  private static final int LENGTH_MAX = 64 * 1024;

  private Lines() {}

  static String read(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      var octet = in.read();
      if (octet == -1) throw new EOFException("the connection ended in the middle of an answer");
      if (octet == '\n') break;
      if (line.size() == LENGTH_MAX) throw new BadHttp("a line without an end");
      line.write(octet);
    }
    var text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
