package signalbox.server.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client of a server whose clock a test steps. The server closes kept connections when the clock
/// moves, so those from before are not used again. Thread-safe.
public final class Client implements Requests, AutoCloseable {
  private final Supplier<URI> server;
  private final InstantSource clock;
  private HttpClient http = HttpClient.newHttpClient();
  private Instant since;

  /// @param server where it is at the moment
  public Client(Supplier<URI> server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
    since = clock.instant();
  }

  @Override
  public Answer send(String method, String path, String token, @Nullable String body) {
    var headers = token.isEmpty() ? List.<String>of() : List.of("Coder-Session-Token", token);
    return call(method, path, body, headers.toArray(String[]::new));
  }

  /// @param headers names and values by turns
  public Answer call(String method, String path, @Nullable String body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    try {
      var answer = http().send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Sends bytes of a type.
  public Answer upload(String path, String token, String type, byte[] body) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(30))
            .header("Coder-Session-Token", token)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    try {
      var answer = http().send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Fetches what is no text.
  public byte[] download(String path, String token) {
    var request = HttpRequest.newBuilder(uri(path)).header("Coder-Session-Token", token).GET();
    try {
      return http().send(request.build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Opens a WebSocket. Its token is in the query, as a browser has it.
  public WebSocket socket(String path, String token, WebSocket.Listener listener) {
    var sign = path.contains("?") ? "&" : "?";
    var uri = uri(path + sign + "coder_session_token=" + token).toString();
    return http()
        .newWebSocketBuilder()
        .buildAsync(URI.create(uri.replaceFirst("http", "ws")), listener)
        .join();
  }

  private URI uri(String path) {
    return URI.create(server.get() + "/api/v2" + path);
  }

  private synchronized HttpClient http() {
    if (!since.equals(clock.instant())) {
      http.shutdown();
      http = HttpClient.newHttpClient();
      since = clock.instant();
    }
    return http;
  }

  @Override
  public synchronized void close() {
    http.close();
  }
}
