package signalbox.server.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// How a message stands on the wire: as a Server-Sent Event or as a WebSocket text frame.
public enum Framing {
  /// `event: <type>` LF, `data: <one-line JSON>` LF LF; with an `id:` line first where the stream
  /// can be resumed.
  SSE {
    @Override
    public Frame frame(List<Message> messages) {
      var text = new StringBuilder();
      for (var message : messages) {
        if (!message.id().isEmpty()) text.append("id: ").append(message.id()).append('\n');
        text.append("event: ").append(message.type()).append('\n');
        text.append("data: ")
            .append(new String(message.data(), StandardCharsets.UTF_8).strip())
            .append("\n\n");
      }
      return new Frame(List.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
  },
  /// `{"type":…,"id":…,"data":…}`, without `id` where the stream cannot be resumed.
  SOCKET {
    @Override
    public Frame frame(List<Message> messages) {
      return new Frame(messages.stream().map(Framing::text).toList());
    }
  };

  /// A sign of life: the first frame of a watch, and in silence.
  public Frame ping() {
    return this == SSE ? SSE_PING : SOCKET_PING;
  }

  /// Encodes messages that are sent together.
  public abstract Frame frame(List<Message> messages);

  public Frame frame(Message message) {
    return frame(List.of(message));
  }

  /// One message of a stream.
  ///
  /// @param id where the stream is resumed after this message; empty when it cannot be
  /// @param data one line of JSON
  public record Message(String type, String id, byte[] data) {
    public Message(String type, byte[] data) {
      this(type, "", data);
    }
  }

  private static final Frame SSE_PING =
      new Frame(List.of("event: ping\n\n".getBytes(StandardCharsets.UTF_8)));
  private static final Frame SOCKET_PING =
      new Frame(List.of("{\"type\":\"ping\",\"data\":null}".getBytes(StandardCharsets.UTF_8)));

  private static byte[] text(Message message) {
    var head = "{\"type\":\"" + message.type() + '"';
    if (!message.id().isEmpty()) head += ",\"id\":\"" + message.id() + '"';
    var data = new String(message.data(), StandardCharsets.UTF_8).strip();
    return (head + ",\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
  }
}
