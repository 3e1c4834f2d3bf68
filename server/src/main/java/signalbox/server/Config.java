package signalbox.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import signalbox.server.build.AgentHost;

/// Everything that can be set when a server is started. `docs/configuration.md` has the same as a
/// table.
///
/// @param host address to listen on
/// @param port TCP port; 0 for any free one
/// @param accessUrl where people and agents reach it; null: the address that it listens on
/// @param dataDir where it keeps what it must not lose
/// @param postgresUrl `postgres://…`; null: a PostgreSQL of its own under the data directory
/// @param bus how hints reach other replicas
/// @param logFormat how the log looks
/// @param apiRateLimit requests per minute, user (or address) and path; negative: no limit
/// @param loginRateLimit the same where passwords are tried; negative: no limit
/// @param filesRateLimit the same where files are moved; negative: no limit
/// @param reportRateLimit status reports per second and agent; negative: no limit
/// @param reportBurst how many reports an agent may send at once
/// @param connectionsMax open connections; negative: no limit
/// @param eventRetention how long events can be replayed
/// @param agentLogRetention how long after an agent was last heard of its log is kept; that of a
///   workspace's newest build is kept anyway
/// @param processGuests who may have the server run their agents on its own machine
/// @param agentCommand how our own agent is started there
/// @param renames whether workspaces may be renamed
/// @param secureCookies whether cookies are for HTTPS only
/// @param loops event loops; 0: one for each processor
/// @param runsJobs whether this replica works on builds
public record Config(
    String host,
    int port,
    @Nullable URI accessUrl,
    Path dataDir,
    @Nullable String postgresUrl,
    BusKind bus,
    LogFormat logFormat,
    int apiRateLimit,
    int loginRateLimit,
    int filesRateLimit,
    int reportRateLimit,
    int reportBurst,
    int connectionsMax,
    Duration eventRetention,
    Duration agentLogRetention,
    AgentHost.Guests processGuests,
    List<String> agentCommand,
    boolean renames,
    boolean secureCookies,
    int loops,
    boolean runsJobs) {

  /// How hints travel between replicas.
  public enum BusKind {
    /// Only within one process.
    MEMORY,
    /// LISTEN and NOTIFY of the database.
    POSTGRES
  }

  /// How the log looks.
  public enum LogFormat {
    /// One line for people.
    HUMAN,
    /// One JSON object for machines.
    JSON
  }

  /// What a server is when nothing is set.
  public static Config defaults(Path dataDir) {
    return new Config(
        "127.0.0.1",
        4600,
        null,
        dataDir,
        null,
        BusKind.POSTGRES,
        LogFormat.HUMAN,
        512,
        60,
        12,
        100,
        1_000,
        20_000,
        Duration.ofDays(7),
        Duration.ofDays(7),
        AgentHost.Guests.OWNER,
        List.of("signalbox", "agent"),
        true,
        false,
        0,
        true);
  }

  /// Where it is found when it listens on a port.
  URI address(int port) {
    try {
      return new URI("http", null, host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
