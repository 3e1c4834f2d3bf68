package signalbox.server.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import signalbox.rpc.Transport;
import signalbox.server.stream.Outlet;
import signalbox.wire.Json;

/// What a handler answers; turning it into bytes on a socket is the adapter's work.
public sealed interface Reply {

  /// A whole answer.
  ///
  /// @param contentType empty when there is no body
  record Whole(int status, String contentType, byte[] body, List<Map.Entry<String, String>> headers)
      implements Reply {
    public Whole {
      headers = List.copyOf(headers);
    }

    /// The same with one more header.
    public Whole with(String name, String value) {
      var more = new ArrayList<>(headers);
      more.add(Map.entry(name, value));
      return new Whole(status, contentType, body, more);
    }
  }

  /// A whole answer that is too long to be held.
  ///
  /// @param length in bytes
  /// @param body is read on a thread of its own, and closed when the answer is out or cannot be
  record Download(String contentType, long length, InputStream body) implements Reply {}

  /// A stream of Server-Sent Events that goes on until the client leaves or the outlet is ended.
  record EventStream(Opening opening) implements Reply {}

  /// A WebSocket on which only the server speaks.
  record Socket(Opening opening) implements Reply {}

  /// A WebSocket on which both sides speak, in bytes.
  record Duplex(Talk talk) implements Reply {}

  /// What is said on a [Duplex].
  interface Talk {
    /// Called once, on a virtual thread of its own; may block. When it returns the socket closes.
    void run(Transport transport);
  }

  /// What happens once a stream's head is out.
  interface Opening {
    /// Called once, on the outlet's event loop; must not block.
    void open(Outlet outlet);
  }

  static Whole json(int status, Object body) {
    return new Whole(status, "application/json; charset=utf-8", Json.bytes(body), List.of());
  }

  static Whole ok(Object body) {
    return json(200, body);
  }

  static Whole created(Object body) {
    return json(201, body);
  }

  /// 200 with the JSON value `null`, which is how a report is acknowledged.
  static Whole nothing() {
    return new Whole(
        200,
        "application/json; charset=utf-8",
        "null\n".getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  static Whole noContent() {
    return empty(204);
  }

  static Whole empty(int status) {
    return new Whole(status, "", new byte[0], List.of());
  }

  static Whole text(int status, String text) {
    return new Whole(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), List.of());
  }
}
