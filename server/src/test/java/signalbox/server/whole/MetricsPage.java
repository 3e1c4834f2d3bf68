package signalbox.server.whole;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import signalbox.server.testing.Plane;

/// What `/metrics` says at the moment.
record MetricsPage(List<String> lines) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static MetricsPage of(Plane plane) {
    try {
      var request = HttpRequest.newBuilder(plane.uri("/metrics")).build();
      return new MetricsPage(CLIENT.send(request, BodyHandlers.ofString()).body().lines().toList());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The sum over all labels.
  double sum(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
