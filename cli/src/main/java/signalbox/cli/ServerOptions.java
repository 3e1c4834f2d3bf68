package signalbox.cli;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// All that can be said about a server that is to be started. Negative limits are none.
final class ServerOptions {
  @Option(
      names = "--http-address",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:4600",
      description = "Where it listens. Port 0 is any free one.")
  String httpAddress = "";

  @Option(
      names = "--access-url",
      paramLabel = "URL",
      description = "Where people and agents reach it, if not at the address itself.")
  @Nullable String accessUrl;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Option(
      names = "--postgres-url",
      paramLabel = "URL",
      description = "A PostgreSQL to use instead of one of its own under the data directory.")
  @Nullable String postgresUrl;

  @Option(
      names = "--bus",
      paramLabel = "BUS",
      defaultValue = "postgres",
      description = "How replicas hear of each other's news: postgres, or memory for a single one.")
  Bus bus = Bus.POSTGRES;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "human",
      description = "human or json.")
  LogFormat logFormat = LogFormat.HUMAN;

  @Option(
      names = "--api-rate-limit",
      paramLabel = "N",
      defaultValue = "512",
      description = "Requests per minute, user (or address) and path. Negative: no limit.")
  int apiRateLimit;

  @Option(
      names = "--login-rate-limit",
      paramLabel = "N",
      defaultValue = "60",
      description = "The same where passwords are tried. Negative: no limit.")
  int loginRateLimit;

  @Option(
      names = "--files-rate-limit",
      paramLabel = "N",
      defaultValue = "12",
      description = "The same where files are moved. Negative: no limit.")
  int filesRateLimit;

  @Option(
      names = "--report-rate-limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Status reports per second and agent. Negative: no limit.")
  int reportRateLimit;

  @Option(
      names = "--report-burst",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Reports that an agent may send at once.")
  int reportBurst;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Open connections. Negative: no limit.")
  int maxConnections;

  @Option(
      names = "--event-retention",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "How long events can be replayed.")
  Duration eventRetention = Duration.ZERO;

  @Option(
      names = "--agent-log-retention",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "How long agents' logs are kept.")
  Duration agentLogRetention = Duration.ZERO;

  @Option(
      names = "--process-runtime",
      paramLabel = "WHO",
      defaultValue = "owner",
      description = {
        "Who may start agents on this machine, which have the server's rights there:",
        "owner (who runs the deployment) or all."
      })
  Guests processRuntime = Guests.OWNER;

  @Option(
      names = "--allow-workspace-renames",
      paramLabel = "BOOL",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether workspaces may be renamed.")
  boolean allowWorkspaceRenames;

  @Option(
      names = "--secure-cookies",
      paramLabel = "BOOL",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Whether browsers send the cookie over HTTPS only.")
  boolean secureCookies;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that serve streams. 0: one for each processor.")
  int eventLoops;

  /// As the server's own, whose classes a client does not load.
  enum Guests {
    OWNER,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// As the server's own, whose classes a client does not load.
  enum Bus {
    POSTGRES,
    MEMORY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum LogFormat {
    HUMAN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
