package signalbox.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server that answers what a test tells it to, and remembers what it was asked. Thread-safe.
public final class FakeServer implements AutoCloseable {
  private static final String NOT_FOUND =
      "{\"message\":\"Resource not found or you do not have access to this resource\"}";

  private final HttpServer server;
  private final Map<String, Queue<HttpHandler>> handlers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// @param request method and target, such as `GET /api/v2/buildinfo`
  public record Asked(String request, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  public FakeServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What to do with a request. Several for one request are for its repetitions; the last one
  /// stays.
  public FakeServer on(String request, HttpHandler handler) {
    handlers.computeIfAbsent(request, _ -> new ConcurrentLinkedQueue<>()).add(handler);
    return this;
  }

  public FakeServer answer(String request, int status, String json) {
    return on(request, exchange -> send(exchange, status, json));
  }

  /// An event stream that ends after its events.
  public FakeServer events(String request, String... events) {
    return on(request, exchange -> stream(exchange, events));
  }

  /// Everything that was asked so far, but for event streams in their order.
  public List<Asked> asked() {
    return asked;
  }

  public List<Asked> asked(String request) {
    return asked.stream().filter(one -> one.request().equals(request)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(new Asked(request, Map.copyOf(exchange.getRequestHeaders()), body));
    var todo = handlers.getOrDefault(request, new ConcurrentLinkedQueue<>());
    var handler = todo.size() > 1 ? todo.poll() : todo.peek();
    if (handler == null) send(exchange, 404, NOT_FOUND);
    else handler.handle(exchange);
    exchange.close();
  }

  public static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) exchange.getResponseBody().write(bytes);
  }

  /// Sends events on a stream and leaves it open.
  public static void stream(HttpExchange exchange, String... events) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    for (var event : events) out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
