package signalbox.server.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import signalbox.server.testing.Door;

/// A client of an event stream, which has seen its first ping.
final class StreamReader implements AutoCloseable {
  private final InputStream body;
  private final BufferedReader lines;

  static StreamReader open(HttpClient client, Door door, String path, String token) {
    var request =
        HttpRequest.newBuilder(door.uri("/api/v2" + path))
            .header("Coder-Session-Token", token)
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) throw new AssertionError("status " + answer.statusCode());
      return new StreamReader(answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private StreamReader(InputStream body) throws IOException {
    this.body = body;
    lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    if (!"event: ping".equals(lines.readLine())) throw new AssertionError("no ping");
    lines.readLine();
  }

  /// Everything until the server ends the stream, without pings.
  String rest() {
    var rest = new StringBuilder();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.equals("event: ping") && !line.isEmpty()) rest.append(line).append('\n');
      }
      return rest.toString();
    } catch (IOException e) {
      throw new AssertionError("cut off after: " + rest, e);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
