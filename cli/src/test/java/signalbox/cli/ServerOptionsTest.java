package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import signalbox.cli.exit.Failure;
import signalbox.server.Config;
import signalbox.server.build.AgentHost;

class ServerOptionsTest {
  private static Config parse(Map<String, String> environment, String... arguments) {
    var options = new ServerOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .registerConverter(Duration.class, Conversions::duration)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(new ServerVariables(environment))
        .parseArgs(arguments);
    return ServerConfig.of(options);
  }

  @Test
  void nothingSaidIsTheServersOwnDefault() {
    assertThat(parse(Map.of()))
        .isEqualTo(Config.defaults(Path.of(System.getProperty("user.home"), ".signalbox")));
  }

  @Test
  void everythingCanBeSaid() {
    assertThat(
            parse(
                Map.of(),
                "--http-address",
                "[::1]:0",
                "--access-url",
                "https://box.example.com/",
                "--data-dir",
                "/var/lib/box",
                "--postgres-url",
                "postgres://u@h/d",
                "--bus",
                "memory",
                "--log-format",
                "json",
                "--api-rate-limit",
                "-1",
                "--login-rate-limit",
                "2",
                "--report-rate-limit",
                "3",
                "--files-rate-limit",
                "20",
                "--report-burst",
                "4",
                "--max-connections",
                "5",
                "--event-retention",
                "12h",
                "--agent-log-retention",
                "3d",
                "--process-runtime",
                "all",
                "--allow-workspace-renames=false",
                "--secure-cookies",
                "--event-loops",
                "6"))
        .isEqualTo(
            new Config(
                "::1",
                0,
                URI.create("https://box.example.com"),
                Path.of("/var/lib/box"),
                "postgres://u@h/d",
                Config.BusKind.MEMORY,
                Config.LogFormat.JSON,
                -1,
                2,
                20,
                3,
                4,
                5,
                Duration.ofHours(12),
                Duration.ofDays(3),
                AgentHost.Guests.ALL,
                List.of("signalbox", "agent"),
                false,
                true,
                6,
                true));
  }

  @Test
  void anOptionGoesBeforeItsVariable() {
    var environment =
        Map.of(
            "SIGNALBOX_API_RATE_LIMIT",
            "7",
            "SIGNALBOX_LOGIN_RATE_LIMIT",
            "8",
            "SIGNALBOX_SECURE_COOKIES",
            "true",
            "SIGNALBOX_DATA_DIR",
            "~/x");
    var config = parse(environment, "--api-rate-limit", "9");
    assertThat(config.apiRateLimit()).isEqualTo(9);
    assertThat(config.loginRateLimit()).isEqualTo(8);
    assertThat(config.secureCookies()).isTrue();
    assertThat(config.dataDir()).isEqualTo(Path.of(System.getProperty("user.home"), "x"));
  }

  @ParameterizedTest
  @CsvSource({":80, 0.0.0.0, 80", "localhost:1, localhost, 1", "[::]:65535, ::, 65535"})
  void addressesToListenOn(String text, String host, int port) {
    var config = parse(Map.of(), "--http-address", text);
    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--http-address=4600",
        "--http-address=a:70000",
        "--http-address=::1:5",
        "--access-url=box.example.com",
        "--access-url=ftp://x",
        "--event-retention=0s",
        "--agent-log-retention=0s",
        "--report-burst=0"
      })
  void whatMakesNoSenseIsSaidInOneSentence(String argument) {
    assertThatThrownBy(() -> parse(Map.of(), argument))
        .isInstanceOf(Failure.class)
        .message()
        .matches("--[a-z-]+ is .*, but has to be .*\\.");
  }

  @Test
  void aWrongVariableIsNamed(@TempDir Path home) {
    var shell = new Shell(home);
    shell.environment.put("SIGNALBOX_REPORT_BURST", "many");
    var ended = shell.run("server");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("--report-burst")
        .contains("(from SIGNALBOX_REPORT_BURST in the environment)");
  }

  @Test
  void theHelpHasATableOfAllOfThem(@TempDir Path home) {
    assertThat(new Shell(home).run("server", "--help").out())
        .contains("--event-retention          SIGNALBOX_EVENT_RETENTION          7d")
        .contains("Exit codes:");
  }

  @Test
  void aDataDirectoryWithoutADatabaseIsOneSentence(@TempDir Path home) {
    var ended =
        new Shell(home).run("server", "postgres-builtin-url", "--data-dir", home.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("There is no PostgreSQL in").hasLineCount(1);
  }
}
