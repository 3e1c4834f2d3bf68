package signalbox.server.liveness;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of an agent's connection.
///
/// @param last newest sign of life; null: it was never connected
/// @param dropped end of its last connection; null: none has ended
public record Connection(@Nullable Instant last, @Nullable Instant dropped) {
  /// An agent that has been silent for longer is gone, whatever its connection says: twice the time
  /// between two signs of life.
  public static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /// Whether it is connected now.
  public boolean isUp(Instant now) {
    return last != null && !hasDropped() && !now.isAfter(last.plus(SILENCE_MAX));
  }

  /// Whether the end of its newest connection is known, rather than concluded from its silence.
  public boolean hasDropped() {
    return dropped != null && (last == null || !dropped.isBefore(last));
  }

  /// When its newest connection ended, or will be taken for ended if there is no other sign of
  /// life; null when there was none.
  public @Nullable Instant end() {
    if (last == null) return null;
    return hasDropped() ? dropped : last.plus(SILENCE_MAX);
  }
}
