package signalbox.cli;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.server.Config;
import signalbox.server.build.AgentHost;
import signalbox.server.postgres.PostgresUrl;

/// Makes the server's configuration of what was said on the command line.
final class ServerConfig {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^:\\[\\]/]*)):([0-9]{1,5})");
  private static final String ANY = "0.0.0.0";
  private static final int PORT_MAX = 65_535;

  private ServerConfig() {}

  static Config of(ServerOptions options) {
    var address = HOST_AND_PORT.matcher(options.httpAddress);
    if (!address.matches() || Integer.parseInt(address.group(3)) > PORT_MAX)
      throw wrong(
          "--http-address", options.httpAddress, "HOST:PORT, such as 127.0.0.1:4600 or [::1]:4600");
    if (!options.eventRetention.isPositive())
      throw wrong("--event-retention", "0", "a time such as 7d");
    if (!options.agentLogRetention.isPositive())
      throw wrong("--agent-log-retention", "0", "a time such as 7d");
    if (options.reportBurst < 1)
      throw wrong("--report-burst", "" + options.reportBurst, "at least 1");
    return new Config(
        host(address.group(1), address.group(2)),
        Integer.parseInt(address.group(3)),
        accessUrl(options.accessUrl),
        options.dataDirectory.path(),
        postgresUrl(options.postgresUrl),
        bus(options.bus),
        logFormat(options.logFormat),
        options.apiRateLimit,
        options.loginRateLimit,
        options.filesRateLimit,
        options.reportRateLimit,
        options.reportBurst,
        options.maxConnections,
        options.eventRetention,
        options.agentLogRetention,
        guests(options.processRuntime),
        agentCommand(),
        options.allowWorkspaceRenames,
        options.secureCookies,
        options.eventLoops,
        true);
  }

  /// An address without a host is every one of this machine.
  private static String host(@Nullable String bracketed, @Nullable String plain) {
    if (bracketed != null) return bracketed;
    return plain == null || plain.isEmpty() ? ANY : plain;
  }

  private static @Nullable URI accessUrl(@Nullable String text) {
    if (text == null) return null;
    return Address.parse(text)
        .filter(_ -> text.contains("://"))
        .map(address -> URI.create(address.toString()))
        .orElseThrow(
            () -> wrong("--access-url", text, "a URL such as https://signalbox.example.com"));
  }

  private static @Nullable String postgresUrl(@Nullable String text) {
    try {
      if (text != null) PostgresUrl.parse(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--postgres-url: " + e.getMessage() + ".", e);
    }
  }

  private static AgentHost.Guests guests(ServerOptions.Guests guests) {
    return switch (guests) {
      case OWNER -> AgentHost.Guests.OWNER;
      case ALL -> AgentHost.Guests.ALL;
    };
  }

  /// The program that this is, as the script that started it says.
  private static List<String> agentCommand() {
    return List.of(
        Objects.requireNonNullElse(System.getenv("SIGNALBOX_PROGRAM"), "signalbox"), "agent");
  }

  private static Config.BusKind bus(ServerOptions.Bus bus) {
    return switch (bus) {
      case MEMORY -> Config.BusKind.MEMORY;
      case POSTGRES -> Config.BusKind.POSTGRES;
    };
  }

  private static Config.LogFormat logFormat(ServerOptions.LogFormat format) {
    return switch (format) {
      case HUMAN -> Config.LogFormat.HUMAN;
      case JSON -> Config.LogFormat.JSON;
    };
  }

  private static Failure wrong(String option, String value, String expected) {
    return new Failure(Exit.USAGE, option + " is " + value + ", but has to be " + expected + ".");
  }
}
