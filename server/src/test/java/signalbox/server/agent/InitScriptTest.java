package signalbox.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script is run by a real shell, which finds only the programs that a test lets it find.
class InitScriptTest {
  private static final String SAYS =
      "#!/bin/sh\necho \"$0 $* at $CODER_AGENT_URL with $CODER_AGENT_AUTH $CODER_AGENT_TOKEN\"\n";

  @TempDir Path directory;

  @BeforeEach
  void commonPrograms() throws IOException {
    for (var name : List.of("mktemp", "rm", "chmod", "curl")) {
      write(name, "#!/bin/sh\nexec " + program(name) + " \"$@\"\n");
    }
  }

  @Test
  void itStartsTheAgentThatIsInstalled() throws Exception {
    install("coder");
    assertThat(run("http://x", Map.of("CODER_AGENT_TOKEN", "t"), "--flag", "a b"))
        .isEqualTo("0 " + directory + "/coder agent --flag a b at http://x with token t\n");
    install("signalbox");
    assertThat(run("http://x/", Map.of("CODER_AGENT_TOKEN", "t")))
        .isEqualTo("0 " + directory + "/signalbox agent at http://x with token t\n");
  }

  @Test
  void whoHasNoneGetsTheOneOfTheServer() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/bin/coder-linux-amd64",
        exchange -> {
          var body = SAYS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(run(url, Map.of("CODER_AGENT_TOKEN", "t", "TMPDIR", directory.toString())))
          .startsWith("0 " + directory + "/agent.")
          .endsWith("/coder agent at " + url + " with token t\n");
      assertThat(run(url + "/else", Map.of("CODER_AGENT_TOKEN", "t")))
          .startsWith("1 ")
          .contains("There is no agent: neither signalbox nor coder is installed here, and " + url);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void withoutATokenItSaysWhatIsMissing() throws Exception {
    install("coder");
    assertThat(run("http://x", Map.of())).startsWith("2 CODER_AGENT_TOKEN is not set");
  }

  @Test
  void noAddressBreaksOutOfItsQuotes() throws Exception {
    install("coder");
    var url = "http://x/'$(no)'";
    assertThat(run(url, Map.of("CODER_AGENT_TOKEN", "t")))
        .endsWith(" at " + url + " with token t\n");
  }

  @Test
  void itKnowsTheMachinesThatThereAreAgentsFor() {
    var script = new InitScript(URI.create("https://box.example.com"));
    assertThat(script.of("windows", "arm64").orElseThrow())
        .contains("$env:CODER_AGENT_URL = 'https://box.example.com'")
        .contains("/bin/coder-windows-arm64.exe")
        .doesNotContain("@OS@", "@ARCH@", "@ACCESS_URL");
    assertThat(script.of("darwin", "armv7").orElseThrow()).startsWith("#!/bin/sh\n");
    assertThat(script.of("plan9", "amd64")).isEmpty();
    assertThat(script.of("linux", "mips")).isEmpty();
  }

  private void install(String name) throws IOException {
    write(name, SAYS);
  }

  private void write(String name, String script) throws IOException {
    var file = directory.resolve(name);
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// @return the exit code and what it said
  private String run(String accessUrl, Map<String, String> environment, String... arguments)
      throws Exception {
    var script = directory.resolve("init.sh");
    Files.writeString(
        script, new InitScript(URI.create(accessUrl)).of("linux", "amd64").orElseThrow());
    var command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", directory.toString());
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + said;
  }

  private static Path program(String name) {
    return List.of(Path.of("/usr/bin", name), Path.of("/bin", name)).stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
