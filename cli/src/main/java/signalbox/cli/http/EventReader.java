package signalbox.cli.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads a stream of Server-Sent Events (WHATWG HTML §9.2.6), with two differences: an event
/// without data is handed out too, as our pings are, and what stands after the last empty line is
/// an error. For one thread.
public final class EventReader {
  private static final int LINE_MAX = 32 * 1024 * 1024;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterCarriageReturn;

  public EventReader(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /// The next event; blocks until it is there.
  ///
  /// @throws EOFException when the stream has ended
  public ServerEvent next() throws IOException {
    var type = "";
    var id = "";
    var data = new StringBuilder();
    var some = false;
    while (true) {
      var text = line();
      if (text.isEmpty()) {
        if (some) return new ServerEvent(type.isEmpty() ? "message" : type, id, data.toString());
        continue;
      }
      var colon = text.indexOf(':');
      if (colon == 0) continue;
      var name = colon == -1 ? text : text.substring(0, colon);
      var value = colon == -1 ? "" : text.substring(colon + 1);
      if (value.startsWith(" ")) value = value.substring(1);
      some = true;
      switch (name) {
        case "event" -> type = value;
        case "id" -> id = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> some = !type.isEmpty() || !id.isEmpty() || !data.isEmpty();
      }
    }
  }

  private String line() throws IOException {
    line.reset();
    while (true) {
      var octet = in.read();
      if (octet == -1) throw new EOFException("the stream has ended");
      var restOfLineEnd = octet == '\n' && afterCarriageReturn;
      afterCarriageReturn = octet == '\r';
      if (restOfLineEnd) continue;
      if (octet == '\n' || octet == '\r') return line.toString(StandardCharsets.UTF_8);
      if (line.size() == LINE_MAX) throw new BadHttp("an event without an end");
      line.write(octet);
    }
  }
}
