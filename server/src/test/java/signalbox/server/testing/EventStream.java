package signalbox.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of an event stream: reads it on a thread of its own and keeps what it was sent.
public final class EventStream implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpURLConnection connection;
  private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
  private volatile String lastId;

  /// One message.
  ///
  /// @param id empty when it has none
  /// @param data empty when it has none
  public record Message(String type, String id, String data) {
    /// The stream has ended, by whichever side.
    static final Message END = new Message("", "", "");

    public JsonNode json() {
      return MAPPER.readTree(data);
    }

    public boolean isEnd() {
      return type.isEmpty();
    }
  }

  EventStream(URI uri, String token, String lastEventId) {
    lastId = lastEventId;
    try {
      connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestProperty("Coder-Session-Token", token);
      if (!lastEventId.isEmpty()) connection.setRequestProperty("Last-Event-ID", lastEventId);
      var body = connection.getInputStream();
      Thread.ofVirtual().name("stream " + uri).start(() -> read(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The id of the last whole message that had one.
  public String lastId() {
    return lastId;
  }

  /// The next message, of whatever type; fails after twenty seconds, which only a broken server
  /// takes.
  public Message next() {
    try {
      var next = queue.poll(20, TimeUnit.SECONDS);
      if (next == null) throw new AssertionError("nothing came");
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The next message that is not a ping.
  public Message nextNews() {
    var next = next();
    while (next.type().equals("ping")) next = next();
    return next;
  }

  /// The first message from here on that fits.
  public Message await(Predicate<Message> fits) {
    var next = next();
    while (!fits.test(next)) {
      if (next.isEnd()) throw new AssertionError("the stream ended");
      next = next();
    }
    return next;
  }

  /// All that has come and was not asked for yet.
  public List<Message> soFar() {
    var all = new ArrayList<Message>();
    queue.drainTo(all);
    return all;
  }

  private void read(InputStream body) {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      var message = new Message("message", "", "");
      for (var line = lines.readLine(); line != null; line = lines.readLine())
        message = take(message, line);
    } catch (IOException e) {
      // A cut is an end as well.
    }
    queue.add(Message.END);
  }

  private Message take(Message message, String line) {
    if (line.isEmpty()) {
      if (!message.id().isEmpty()) lastId = message.id();
      queue.add(message);
      return new Message("message", "", "");
    }
    var at = line.indexOf(": ");
    var value = line.substring(at + 2);
    return switch (line.substring(0, at)) {
      case "event" -> new Message(value, message.id(), message.data());
      case "id" -> new Message(message.type(), value, message.data());
      case "data" -> new Message(message.type(), message.id(), value);
      default -> throw new AssertionError("unexpected line: " + line);
    };
  }

  /// Cuts the connection.
  @Override
  public void close() {
    connection.disconnect();
  }
}
