package signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.agent.testing.Scene;
import signalbox.agent.testing.TestServer.Reported;

class LocalReportsTest {
  private static final String PATCH = "PATCH /api/v2/workspaceagents/me/app-status HTTP/1.1\r\n";

  private Scene scene;

  @BeforeEach
  void open(@TempDir Path home) throws Exception {
    scene = new Scene(home);
    scene.begin("READY");
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  @Test
  void aReportIsHandedOnAsItIsAndAnsweredAsTheServerAnswers() throws Exception {
    assertThat(report("{\"state\":\"idle\"}", "Idempotency-Key: k1\r\n")).isEqualTo("200 null");
    assertThat(scene.server.reports())
        .containsExactly(new Reported("the-token", "k1", "{\"state\":\"idle\"}"));
    scene.server.reported = 400;
    assertThat(report("{", "")).isEqualTo("400 {\"message\":\"told 400\"}");
    assertThat(scene.server.reports().getLast().key()).hasSize(36);
  }

  @Test
  void onlyItsOwnerCanReachTheSocket() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scene.run())))
        .isEqualTo("rwx------");
  }

  @Test
  void reportsWaitInOrderWhileTheServerIsAway() throws Exception {
    scene.server.reported = 503;
    var first = begin(request("1", "Idempotency-Key: one\r\n"));
    scene.time.until(() -> !scene.server.reports().isEmpty());
    var second = begin(request("2", ""));
    scene.time.until(() -> first.isDone() && second.isDone());
    assertThat(first.join()).startsWith("202 {\"message\":\"The server is away;");
    assertThat(second.join()).startsWith("202 ");
    scene.server.reported = 200;
    scene.time.until(() -> scene.server.reports().getLast().body().equals("2"));
    var bodies = scene.server.reports().stream().map(Reported::body).toList();
    assertThat(bodies).isSorted();
    assertThat(scene.server.reports().stream().map(Reported::key).distinct()).hasSize(2);
  }

  @Test
  void aReportThatWaitedAndIsRefusedIsToldOf() throws Exception {
    scene.server.reported = 503;
    var waiting = begin(request("1", ""));
    scene.time.until(waiting::isDone);
    scene.server.reported = 400;
    scene.time.until(() -> scene.said().contains("The server refused a report that had waited"));
  }

  @Test
  void whatIsNoReportIsRefusedClearly() throws Exception {
    assertThat(ask("GET /other HTTP/1.1\r\n\r\n")).startsWith("404 ");
    assertThat(ask(PATCH.replace("PATCH", "POST") + "\r\n")).startsWith("405 ");
    assertThat(ask("hello\r\n\r\n")).startsWith("400 ");
    assertThat(ask(PATCH + "Content-Length: 70000\r\n\r\n")).startsWith("413 ");
    assertThat(ask(PATCH + "X: " + "y".repeat(20_000) + "\r\n\r\n")).startsWith("431 ");
    assertThat(report("{}", "Idempotency-Key: \u00e4\r\n")).startsWith("400 ");
    assertThat(scene.server.reports()).isEmpty();
  }

  @Test
  void aBodyMayComeInChunks() throws Exception {
    var body = "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n";
    assertThat(ask(PATCH + body)).isEqualTo("200 null");
    assertThat(scene.server.reports().getFirst().body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void whoSaysNothingIsCutOff() throws Exception {
    var silent = begin(PATCH);
    scene.time.flow(Duration.ofSeconds(11));
    scene.time.until(silent::isDone);
    assertThat(silent.join()).isEmpty();
    assertThat(report("{}", "")).isEqualTo("200 null");
  }

  private static String request(String body, String headers) {
    return PATCH + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private String report(String body, String headers) throws IOException {
    return ask(request(body, headers));
  }

  private CompletableFuture<String> begin(String request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return ask(request);
          } catch (IOException e) {
            return e.toString();
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /// @return the answer's status and body; empty for no answer
  private String ask(String request) throws IOException {
    try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(scene.socket()))) {
      socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      var answer =
          new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
      if (answer.isEmpty()) return "";
      return answer.split(" ", 3)[1] + " " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }
}
