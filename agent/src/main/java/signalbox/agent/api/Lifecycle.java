package signalbox.agent.api;

/// How far an agent is. It only goes forward, in this order; which of the neighbours it takes
/// depends on its scripts.
public enum Lifecycle {
  STARTING,
  START_TIMEOUT,
  START_ERROR,
  READY,
  SHUTTING_DOWN,
  SHUTDOWN_TIMEOUT,
  SHUTDOWN_ERROR,
  OFF;

  /// In words, as people read it.
  public String words() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
