package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.cli.testing.FakeServer;

class LocalReportTest {
  private static final String REPORT = "PATCH /api/v2/workspaceagents/me/app-status";

  @TempDir private Path home;

  @Test
  void anAgentTakesTheReportWithoutAToken() throws IOException {
    var asked = answered(200, "null");
    assertThat(report()).isEqualTo(new Shell.Ended(0, "", ""));
    assertThat(asked.join())
        .startsWith(REPORT + " HTTP/1.1\r\n")
        .contains("Idempotency-Key: ", "\"app_slug\":\"claude\"")
        .doesNotContain("Session-Token");
  }

  @Test
  void aReportThatIsKeptIsNotTakenForStored() throws IOException {
    var _ = answered(202, "{\"message\":\"kept\"}");
    var ended = report();
    assertThat(ended.code()).isEqualTo(6);
    assertThat(ended.err()).contains("The server is away; the agent keeps the report");
  }

  @Test
  void whatTheServerRefusesIsToldAsEver() throws IOException {
    var _ = answered(400, "{\"message\":\"Bad.\",\"detail\":\"No app found with slug \\\"x\\\"\"}");
    assertThat(report().code()).isEqualTo(4);
    var _ = answered(401, "{\"message\":\"Workspace agent not authorized.\"}");
    assertThat(report().code()).isEqualTo(3);
    var _ = answered(503, "{\"message\":\"Too many wait.\"}");
    assertThat(report()).isEqualTo(new Shell.Ended(1, "", "Too many wait.\n"));
  }

  @Test
  void whereNoAgentListensAnyMoreTheServerIsAsked() {
    try (var server = new FakeServer()) {
      server.answer(REPORT, 200, "null");
      var shell = new Shell(home).agentOf(server);
      shell.environment.put("SIGNALBOX_AGENT_SOCKET", socket().toString());
      assertThat(shell.run("report", "--app", "claude", "idle").code()).isZero();
      assertThat(server.asked()).hasSize(1);
    }
    var shell = new Shell(home);
    shell.environment.put("SIGNALBOX_AGENT_SOCKET", socket().toString());
    assertThat(shell.run("report", "--app", "claude", "idle").code()).isEqualTo(3);
  }

  private Shell.Ended report() {
    var shell = new Shell(home);
    shell.environment.put("SIGNALBOX_AGENT_SOCKET", socket().toString());
    return shell.run("report", "--app", "claude", "idle");
  }

  private Path socket() {
    return home.resolve("agent.sock");
  }

  /// An agent that answers one report.
  ///
  /// @return what it was asked
  private CompletableFuture<String> answered(int status, String json) throws IOException {
    java.nio.file.Files.deleteIfExists(socket());
    var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket()));
    return CompletableFuture.supplyAsync(
        () -> {
          try (listening;
              var app = listening.accept()) {
            var request = ByteBuffer.allocate(16 * 1024);
            app.read(request);
            var answer =
                "HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(status, json.length(), json);
            app.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            return new String(request.array(), 0, request.position(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }
}
