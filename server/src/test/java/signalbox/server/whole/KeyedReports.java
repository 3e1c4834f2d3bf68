package signalbox.server.whole;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Plane;

/// Reports that carry an idempotency key, so that a reporter may send one again when it does not
/// know whether it arrived.
final class KeyedReports {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private KeyedReports() {}

  static Answer send(Plane plane, String agentToken, String key, String slug, String message) {
    try {
      return send(plane.server.address(), agentToken, key, slug, message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// @throws IOException when it is not known whether the report arrived
  static Answer send(URI server, String agentToken, String key, String slug, String message)
      throws IOException {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/v2/workspaceagents/me/app-status"))
            .timeout(Duration.ofSeconds(20))
            .header("Coder-Session-Token", agentToken)
            .header("Idempotency-Key", key)
            .method(
                "PATCH",
                BodyPublishers.ofString(
                    "{\"app_slug\":\"%s\",\"state\":\"working\",\"message\":\"%s\"}"
                        .formatted(slug, message)))
            .build();
    try {
      var answer = CLIENT.send(request, BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
