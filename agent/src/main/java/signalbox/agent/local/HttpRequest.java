package signalbox.agent.local;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A request as an app sends it: HTTP/1.1 (RFC 9112), one for each connection.
///
/// @param headers by their names in lower case; of doubled ones the last
record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
  static final int HEAD_MAX = 16 * 1024;
  static final int BODY_MAX = 16 * 1024;

  private static final Pattern FIRST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  /// What came is no request that this side takes.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /// @param more asked to say 100 when the client waits for it before it sends the body
  static HttpRequest read(InputStream in, Continue more) throws IOException {
    var left = HEAD_MAX;
    var line = line(in, left);
    var first = FIRST.matcher(line);
    if (!first.matches()) throw new Refused(400, "This is no HTTP/1.1 request.");
    var headers = new HashMap<String, String>();
    while (true) {
      left -= line.length() + 2;
      line = line(in, left);
      if (line.isEmpty()) break;
      var colon = line.indexOf(':');
      if (colon < 1) throw new Refused(400, "A header cannot be read.");
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) more.send();
    var path = first.group(2).replaceFirst("\\?.*", "");
    return new HttpRequest(first.group(1), path, Map.copyOf(headers), body(headers, in));
  }

  /// Says that the body may come.
  @FunctionalInterface
  interface Continue {
    void send() throws IOException;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  private static byte[] body(Map<String, String> headers, InputStream in) throws IOException {
    if (headers.containsKey("transfer-encoding")) return chunks(in);
    var text = headers.getOrDefault("content-length", "0");
    if (!LENGTH.matcher(text).matches()) throw new Refused(400, "The length is not valid.");
    return exactly(Integer.parseInt(text), in);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      var size = line(in, HEAD_MAX).replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,6}")) throw new Refused(400, "A chunk is not valid.");
      var length = Integer.parseInt(size, 16);
      if (body.size() + length > BODY_MAX) throw tooLong();
      body.writeBytes(exactly(length, in));
      if (!line(in, HEAD_MAX).isEmpty()) throw new Refused(400, "A chunk is not valid.");
      if (length == 0) return body.toByteArray();
    }
  }

  private static byte[] exactly(int length, InputStream in) throws IOException {
    if (length > BODY_MAX) throw tooLong();
    var bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("the body was cut off");
    return bytes;
  }

  private static Refused tooLong() {
    return new Refused(413, "A report has at most " + BODY_MAX + " bytes.");
  }

  private static String line(InputStream in, int max) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet == -1) throw new EOFException("the request was cut off");
      if (line.size() >= max) throw new Refused(431, "The request's head is too long.");
      line.write(octet);
    }
    var text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
