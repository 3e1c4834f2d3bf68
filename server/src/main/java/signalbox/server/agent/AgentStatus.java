package signalbox.server.agent;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import signalbox.server.liveness.Connection;

/// Whether an agent is connected. Nobody stores it: it follows from the times of its connections
/// and from what time it is.
public enum AgentStatus {
  CONNECTING,
  CONNECTED,
  DISCONNECTED,
  /// It took longer to connect than its template allows.
  TIMEOUT;

  /// The status's name in JSON.
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AgentStatus of(Times times, Instant now) {
    if (times.first() == null) return isLate(times, now) ? TIMEOUT : CONNECTING;
    return times.connection().isUp(now) ? CONNECTED : DISCONNECTED;
  }

  /// The times that count.
  ///
  /// @param timeoutSeconds within which it should connect first; 0: any time
  /// @param first null until it has been connected
  record Times(
      Instant created, int timeoutSeconds, @Nullable Instant first, Connection connection) {}

  private static boolean isLate(Times times, Instant now) {
    return times.timeoutSeconds() > 0
        && now.isAfter(times.created().plusSeconds(times.timeoutSeconds()));
  }
}
