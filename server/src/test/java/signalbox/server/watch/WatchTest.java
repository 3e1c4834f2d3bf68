package signalbox.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Plane;

class WatchTest {
  private final Plane plane = Plane.open();
  private final String admin = plane.admin();

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void aReportReachesTheWatcherAndTheWorkspace() {
    var dev = plane.workspace(admin, "dev", "claude,tests");
    try (var watch = plane.stream("/workspaces/" + dev.id() + "/watch", admin, "")) {
      assertThat(watch.next().type()).isEqualTo("ping");
      assertThat(watch.next().json().path("id").asString()).isEqualTo(dev.id());

      assertThat(plane.report(dev.agentToken(), "claude", "working", "Reading the tests").body())
          .isEqualTo("null\n");

      var shown = watch.nextNews();
      assertThat(shown.type()).isEqualTo("data");
      assertThat(shown.id()).isEmpty();
      assertThat(shown.json().path("latest_app_status").path("message").asString())
          .isEqualTo("Reading the tests");
    }
    var present = plane.get("/workspaces/" + dev.id(), admin).json();
    var app =
        present
            .path("latest_build")
            .path("resources")
            .path(0)
            .path("agents")
            .path(0)
            .path("apps")
            .path(0);
    assertThat(app.path("slug").asString()).isEqualTo("claude");
    assertThat(app.path("statuses").path(0).path("state").asString()).isEqualTo("working");
  }
}
