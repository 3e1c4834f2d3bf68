package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.agent.testing.Manifests.app;
import static signalbox.agent.testing.Manifests.empty;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.agent.testing.Scene;

class HealthTest {
  private final AtomicInteger status = new AtomicInteger(404);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer app;
  private Scene scene;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    scene = new Scene(home);
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext(
        "/health",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), 0);
          exchange.close();
        });
    app.start();
    var url = "http://127.0.0.1:" + app.getAddress().getPort() + "/health";
    scene.server.manifest =
        empty()
            .addApps(app("web", url, 3))
            .addApps(app("odd", "no address", 1))
            .addApps(app("unchecked", "", 1))
            .build();
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
    app.stop(0);
  }

  @Test
  void onlyChangesAreTold() throws Exception {
    scene.begin();
    scene.time.until(() -> scene.server.healths().size() == 1);
    scene.time.until(() -> asked.get() > 4);
    assertThat(scene.server.healths()).containsExactly("HEALTHY");
    assertThat(scene.said()).contains("The health of app odd cannot be checked");

    var before = asked.get();
    status.set(503);
    scene.time.until(() -> scene.server.healths().size() == 2);
    assertThat(scene.server.healths()).containsExactly("HEALTHY", "UNHEALTHY");
    assertThat(asked.get() - before).isGreaterThanOrEqualTo(3);

    status.set(200);
    scene.time.until(() -> scene.server.healths().size() == 3);
    assertThat(scene.server.healths().getLast()).isEqualTo("HEALTHY");
  }

  @Test
  void anAppThatIsNotThereIsIllAndTheChangeIsKeptOverAReconnect() throws Exception {
    app.stop(0);
    scene.server.loseAnswerTo("BatchUpdateAppHealths");
    scene.begin();
    scene.time.until(() -> scene.server.healths().size() == 2);
    scene.time.flow(Duration.ofSeconds(5));
    assertThat(scene.server.healths()).containsExactly("UNHEALTHY", "UNHEALTHY");
    assertThat(scene.server.requests("GetManifest")).hasSize(2);
  }
}
