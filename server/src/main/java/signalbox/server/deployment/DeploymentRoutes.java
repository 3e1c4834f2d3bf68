package signalbox.server.deployment;

import static signalbox.server.http.Method.GET;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import signalbox.server.http.Access;
import signalbox.server.http.Handler;
import signalbox.server.http.Limit;
import signalbox.server.http.Reply;
import signalbox.server.http.Route;
import signalbox.server.http.Routes;
import signalbox.server.metrics.Metrics;
import signalbox.wire.Response;

/// HTTP of the deployment: probes, metrics, what it is, and the front page.
public final class DeploymentRoutes {
  private final Deployment deployment;
  private final Metrics metrics;
  private final byte[] page;

  public DeploymentRoutes(Deployment deployment, Metrics metrics) {
    this.deployment = deployment;
    this.metrics = metrics;
    this.page = page();
  }

  public void register(Routes routes) {
    routes.open(
        GET,
        "/",
        _ ->
            new Reply.Whole(200, "text/html; charset=utf-8", page, List.of())
                .with("Cache-Control", "no-cache"));
    routes.add(probe("/healthz", _ -> Reply.text(200, "OK")));
    routes.add(
        probe(
            "/metrics",
            _ -> new Reply.Whole(200, metrics.contentType(), metrics.text(), List.of())));
    routes.open(GET, "/api/v2", _ -> hello());
    routes.open(GET, "/api/v2/", _ -> hello());
    routes.open(GET, "/api/v2/buildinfo", _ -> Reply.ok(deployment.buildInfo()));
  }

  private static Route probe(String path, Handler handler) {
    return new Route(GET, path, Access.OPEN, Limit.NONE, handler);
  }

  private static Reply hello() {
    return Reply.ok(new Response("👋", null, List.of()));
  }

  private static byte[] page() {
    try (var file = DeploymentRoutes.class.getResourceAsStream("/page/index.html")) {
      if (file == null) throw new IllegalStateException("the front page is missing");
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
