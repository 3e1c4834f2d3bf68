package signalbox.cli.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is asked of a server.
///
/// @param target route and query, such as `/api/v2/workspaces?q=owner:me`
/// @param headers without those that the connection needs itself
/// @param body empty when there is none
public record Request(String method, String target, Map<String, String> headers, byte[] body) {
  public Request(String method, String target) {
    this(method, target, Map.of(), new byte[0]);
  }

  public Request with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(method, target, more, body);
  }

  public Request withBody(byte[] json) {
    return withBody(json, "application/json");
  }

  public Request withBody(byte[] bytes, String type) {
    return new Request(method, target, headers, bytes).with("Content-Type", type);
  }

  /// The request as it goes over the wire (RFC 9112). A connection serves one request.
  byte[] encode(Address server) {
    var head = new StringBuilder();
    head.append(method).append(' ').append(server.path()).append(target).append(" HTTP/1.1\r\n");
    line(head, "Host", server.authority());
    line(head, "Connection", "close");
    line(head, "User-Agent", "signalbox");
    if (body.length > 0 || !method.equals("GET")) {
      line(head, "Content-Length", Integer.toString(body.length));
    }
    headers.forEach((name, value) -> line(head, name, value));
    head.append("\r\n");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private static void line(StringBuilder head, String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7F))
      throw new IllegalArgumentException("The header " + name + " has a control character");
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
