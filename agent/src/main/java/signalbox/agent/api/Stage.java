package signalbox.agent.api;

/// Why a script runs.
public enum Stage {
  START,
  STOP,
  CRON
}
