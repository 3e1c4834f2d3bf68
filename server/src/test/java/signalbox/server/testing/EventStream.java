package signalbox.server.testing;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of an event stream: reads it on a thread of its own and keeps what it was sent.
public final class EventStream implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Socket socket;
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
      socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
      socket
          .getOutputStream()
          .write(request(uri, token, lastEventId).getBytes(StandardCharsets.UTF_8));
      var body = new Chunks(new BufferedInputStream(socket.getInputStream()));
      Thread.ofVirtual().name("stream " + uri).start(() -> read(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String request(URI uri, String token, String lastEventId) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nCoder-Session-Token: %s\r\n%s\r\n"
        .formatted(
            uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
            uri.getAuthority(),
            token,
            lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n");
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

  /// The next message if it has come already.
  public Optional<Message> poll() {
    return Optional.ofNullable(queue.poll());
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

  /// As [#await], also if the hint was lost with a connection that the steps of a clock have made
  /// old: when nothing comes, time passes until the log is looked at again.
  public Message await(Predicate<Message> fits, SteppedTicker time) {
    try {
      for (var idle = 0; idle < 10; ) {
        var next = queue.poll(2, TimeUnit.SECONDS);
        if (next == null) {
          idle++;
          time.advance(Duration.ofSeconds(3));
        } else if (next.isEnd()) {
          throw new AssertionError("the stream ended");
        } else if (fits.test(next)) {
          return next;
        }
      }
      throw new AssertionError("it never came");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
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
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The body of a chunked answer of status 200 (RFC 9112 §7.1).
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private int left;
    private boolean done;

    Chunks(InputStream in) throws IOException {
      this.in = in;
      var status = line();
      if (!status.startsWith("HTTP/1.1 200")) throw new AssertionError("refused: " + status);
      skipHead();
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!done && left == 0) left = nextChunk();
      if (done) return -1;
      var got = in.read(into, offset, Math.min(left, length));
      if (got < 0) return -1;
      left -= got;
      if (left == 0) line();
      return got;
    }

    private int nextChunk() throws IOException {
      var size = line();
      done = size.isEmpty() || size.equals("0");
      return done ? 0 : Integer.parseInt(size, 16);
    }

    private void skipHead() throws IOException {
      var more = true;
      while (more) more = !line().isEmpty();
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (var b = in.read(); b >= 0 && b != '\n'; b = in.read())
        if (b != '\r') line.append((char) b);
      return line.toString();
    }
  }
}
