package signalbox.agent.local;

import java.nio.charset.StandardCharsets;

/// What an app is answered.
///
/// @param json a body, as the server's are
record Answer(int status, byte[] json) {
  /// The report waits here, because the server is away.
  static final int QUEUED = 202;

  /// @param message has no character that JSON would want escaped
  static Answer of(int status, String message) {
    var json = "{\"message\":\"" + message + "\"}";
    return new Answer(status, json.getBytes(StandardCharsets.UTF_8));
  }

  static Answer queued() {
    return of(QUEUED, "The server is away; the agent keeps the report and delivers it later.");
  }

  boolean isGood() {
    return status >= 200 && status < 300;
  }

  /// The whole answer as it goes over the wire.
  byte[] encode() {
    var head =
        "HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, json.length);
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(json);
    return bytes.toByteArray();
  }
}
