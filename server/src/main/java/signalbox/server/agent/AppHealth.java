package signalbox.server.agent;

import java.util.Locale;

/// Whether an app answers, as its agent says.
public enum AppHealth {
  DISABLED,
  INITIALIZING,
  HEALTHY,
  UNHEALTHY;

  /// The name in JSON and in SQL.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
