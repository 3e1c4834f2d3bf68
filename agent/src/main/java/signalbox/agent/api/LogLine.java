package signalbox.agent.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// A line of output.
///
/// @param source which log of the agent it belongs to
public record LogLine(UUID source, Instant at, Level level, String text) {
  /// What a line costs besides its bytes, as the protocol counts it.
  private static final int OVERHEAD = 21;

  public enum Level {
    INFO,
    WARN,
    ERROR
  }

  /// Bytes that count against the limits of queues and requests.
  public int cost() {
    return OVERHEAD + text.getBytes(StandardCharsets.UTF_8).length;
  }
}
