package signalbox.server.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether an agent is connected. Nobody stores it: it follows from the times of its connections
/// and from what time it is.
public enum AgentStatus {
  CONNECTING,
  CONNECTED,
  DISCONNECTED,
  /// It took longer to connect than its template allows.
  TIMEOUT;

  /// An agent that has been silent for longer is gone, whatever its connection says: twice the time
  /// between two signs of life.
  static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /// The status's name in JSON.
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AgentStatus of(Times times, Instant now) {
    if (times.first() == null) return isLate(times, now) ? TIMEOUT : CONNECTING;
    if (hasDropped(times) || isSilent(times, now)) return DISCONNECTED;
    return CONNECTED;
  }

  /// The times that count.
  ///
  /// @param timeoutSeconds within which it should connect first; 0: any time
  /// @param first null until it has been connected
  /// @param last sign of life; null until then
  /// @param dropped end of its last connection; null until one has ended
  record Times(
      Instant created,
      int timeoutSeconds,
      @Nullable Instant first,
      @Nullable Instant last,
      @Nullable Instant dropped) {}

  private static boolean isLate(Times times, Instant now) {
    return times.timeoutSeconds() > 0
        && now.isAfter(times.created().plusSeconds(times.timeoutSeconds()));
  }

  private static boolean hasDropped(Times times) {
    var dropped = times.dropped();
    return dropped != null && (times.last() == null || !dropped.isBefore(times.last()));
  }

  private static boolean isSilent(Times times, Instant now) {
    return times.last() != null && now.isAfter(times.last().plus(SILENCE_MAX));
  }
}
