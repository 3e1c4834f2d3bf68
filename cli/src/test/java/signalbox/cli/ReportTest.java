package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.cli.testing.FakeServer;

class ReportTest {
  private static final String REPORT = "PATCH /api/v2/workspaceagents/me/app-status";
  private static final String UNAVAILABLE =
      "{\"message\":\"The service is temporarily unavailable. Please try again.\"}";

  private final FakeServer server = new FakeServer();
  private Shell shell = new Shell(Path.of("/"));

  @BeforeEach
  void speakAsAgent(@TempDir Path home) {
    shell = new Shell(home).agentOf(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theReportCarriesWhatWasSaid() {
    server.answer(REPORT, 200, "null");
    var ended =
        shell.run(
            "report",
            "--app",
            "claude",
            "working",
            "Läuft ✓ \"quoted\"",
            "--uri",
            "https://x.example/1",
            "--needs-attention",
            "--lease",
            "10m");
    assertThat(ended).isEqualTo(new Shell.Ended(0, "", ""));
    var asked = server.asked().getFirst();
    assertThat(asked.body())
        .isEqualTo(
            "{\"app_slug\":\"claude\",\"state\":\"working\",\"message\":\"Läuft ✓ \\\"quoted\\\"\",\"uri\":\"https://x.example/1\",\"icon\":\"\",\"needs_user_attention\":true,\"lease_seconds\":600}\n");
    assertThat(asked.header("Coder-session-token")).isEqualTo("agent-token");
    assertThat(asked.header("Idempotency-key")).hasSize(36);
  }

  @Test
  void ourVariablesGoBeforeCoders() {
    server.answer(REPORT, 200, "null");
    shell.environment.put("SIGNALBOX_AGENT_TOKEN", "ours");
    shell.run("report", "--app", "claude", "idle");
    assertThat(server.asked().getFirst().header("Coder-session-token")).isEqualTo("ours");
  }

  @Test
  void aReportIsSentAgainUnderTheSameKeyWhileTheServerIsAway() {
    server
        .answer(REPORT, 503, UNAVAILABLE)
        .answer(REPORT, 502, "<html>")
        .answer(REPORT, 200, "null");
    assertThat(shell.run("report", "--app", "claude", "complete", "Done").code()).isZero();
    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked().stream().map(asked -> asked.header("Idempotency-key")).distinct())
        .hasSize(1);
    assertThat(shell.stepped.pauses().get(1)).isGreaterThan(shell.stepped.pauses().get(0));
  }

  @Test
  void theServersOwnPauseIsKept() {
    server
        .on(
            REPORT,
            exchange -> {
              exchange.getResponseHeaders().set("Retry-After", "3");
              FakeServer.send(exchange, 503, UNAVAILABLE);
            })
        .answer(REPORT, 200, "null");
    assertThat(shell.run("report", "--app", "claude", "idle").code()).isZero();
    assertThat(shell.stepped.pauses()).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void aConnectionThatBreaksIsTriedAgain() {
    server.on(REPORT, exchange -> exchange.close()).answer(REPORT, 200, "null");
    assertThat(shell.run("report", "--app", "claude", "idle").code()).isZero();
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aServerThatStaysAwayIsOneSentence() throws IOException {
    try (var socket = new ServerSocket(0)) {
      shell.environment.put("CODER_AGENT_URL", "http://127.0.0.1:" + socket.getLocalPort());
    }
    var ended = shell.run("report", "--app", "claude", "idle");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .matches(
            "Nothing answers at http://127\\.0\\.0\\.1:[0-9]+; start the server with `signalbox server --http-address 127\\.0\\.0\\.1:[0-9]+`\\.\n");
    assertThat(shell.stepped.pauses()).hasSizeGreaterThan(5);
  }

  @Test
  void aHostThatDoesNotExistIsNotTriedAgain() {
    shell.environment.put("CODER_AGENT_URL", "http://nowhere.invalid:4600");
    var ended = shell.run("report", "--app", "claude", "idle");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("There is no host named nowhere.invalid;").hasLineCount(1);
    assertThat(shell.stepped.pauses()).isEmpty();
  }

  @Test
  void anOldTokenIsNotSignedIn() {
    server.answer(REPORT, 401, "{\"message\":\"Workspace agent not authorized.\"}");
    var ended = shell.run("report", "--app", "claude", "idle");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("--env").hasLineCount(1);
  }

  @Test
  void anUnknownAppIsNotFound() {
    server.answer(
        REPORT,
        400,
        "{\"message\":\"Failed to get workspace app.\",\"detail\":\"No app found with slug \\\"x\\\"\"}");
    var ended = shell.run("report", "--app", "x", "idle");
    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.err())
        .isEqualTo("Failed to get workspace app: No app found with slug \"x\".\n");
  }

  @Test
  void everyWrongFieldIsNamed() {
    server.answer(
        REPORT,
        400,
        "{\"message\":\"Validation failed.\",\"validations\":[{\"field\":\"uri\",\"detail\":\"must be short\"},{\"field\":\"lease_seconds\",\"detail\":\"must be from 30 to 86400\"}]}");
    var ended = shell.run("report", "--app", "claude", "idle");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "Validation failed: uri: must be short; lease_seconds: must be from 30 to 86400.\n");
  }

  @Test
  void withoutAnAgentsTokenNobodyIsAsked() {
    shell.environment.remove("CODER_AGENT_TOKEN");
    var ended = shell.run("report", "--app", "claude", "idle");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).startsWith("CODER_AGENT_TOKEN is not set;").hasLineCount(1);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(shell.run("report", "--app", "claude", "wrking"))
        .isEqualTo(
            new Shell.Ended(
                2,
                "",
                "Invalid value for positional parameter at index 0 (STATE): 'wrking' is none of working, idle, complete, failure\nTry `signalbox report --help`.\n"));
    assertThat(shell.run("report", "idle").err())
        .startsWith("Missing required option: '--app=SLUG'");
    assertThat(shell.run("report", "--ap", "claude", "idle").err()).contains("--app");
    assertThat(shell.run("repotr").err())
        .contains("There is no command repotr.")
        .contains("signalbox report");
    assertThat(shell.run("report", "--app", "claude", "idle", "two", "words").code()).isEqualTo(2);
  }
}
