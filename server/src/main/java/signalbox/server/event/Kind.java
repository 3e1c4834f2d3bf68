package signalbox.server.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What changed about a workspace. Exactly these ten kinds are ever sent; a kind that we do not
/// know is passed on.
public enum Kind {
  /// A build was created, picked up, finished, failed or cancelled.
  STATE_CHANGE("state_change"),
  /// Its use or deadline may have moved.
  STATS_UPDATE("stats_update"),
  /// Its own data changed: name, deadline, schedule. Not agent metadata.
  METADATA_UPDATE("mtd_update"),
  APP_HEALTH("app_health"),
  AGENT_LIFECYCLE("agt_lifecycle_update"),
  AGENT_CONNECTION("agt_connection_update"),
  AGENT_FIRST_LOGS("agt_first_logs"),
  AGENT_LOGS_OVERFLOW("agt_logs_overflow"),
  /// An agent took longer to connect than its template allows. Names no agent.
  AGENT_TIMEOUT("agt_timeout"),
  APP_STATUS("agt_app_status_update");

  private static final Map<String, Kind> BY_WIRE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Kind::wire, Function.identity()));

  private final String wire;

  Kind(String wire) {
    this.wire = wire;
  }

  /// The kind's name in JSON and in SQL.
  public String wire() {
    return wire;
  }

  public static Optional<Kind> ofWire(String wire) {
    return Optional.ofNullable(BY_WIRE.get(wire));
  }
}
