package signalbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:4601",
    "localhost, http://localhost:4601",
    "::1, http://[::1]:4601",
    "fe80::1%eth0, http://[fe80::1%eth0]:4601"
  })
  void theAddressIsAUrlForAnyKindOfHost(String host, String address) {
    assertThat(on(host).address(4601)).hasToString(address);
  }

  private static Config on(String host) {
    var d = Config.defaults(Path.of("data"));
    return new Config(
        host,
        d.port(),
        d.accessUrl(),
        d.dataDir(),
        d.postgresUrl(),
        d.bus(),
        d.logFormat(),
        d.apiRateLimit(),
        d.loginRateLimit(),
        d.filesRateLimit(),
        d.reportRateLimit(),
        d.reportBurst(),
        d.connectionsMax(),
        d.eventRetention(),
        d.agentLogRetention(),
        d.processGuests(),
        d.agentCommand(),
        d.renames(),
        d.secureCookies(),
        d.loops(),
        d.runsJobs());
  }
}
