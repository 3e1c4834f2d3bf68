package signalbox.server.agent;

import java.util.Locale;

/// Where an agent is in its life, as it says itself. It only moves forward, but nobody holds it to
/// that.
public enum Lifecycle {
  CREATED,
  STARTING,
  START_TIMEOUT,
  START_ERROR,
  READY,
  SHUTTING_DOWN,
  SHUTDOWN_TIMEOUT,
  SHUTDOWN_ERROR,
  OFF;

  /// The name in JSON and in SQL.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether its start is over, well or not.
  boolean isStarted() {
    return switch (this) {
      case START_TIMEOUT, START_ERROR, READY -> true;
      case CREATED, STARTING, SHUTTING_DOWN, SHUTDOWN_TIMEOUT, SHUTDOWN_ERROR, OFF -> false;
    };
  }
}
