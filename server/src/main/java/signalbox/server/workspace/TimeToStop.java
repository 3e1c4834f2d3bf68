package signalbox.server.workspace;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a start may run until it is stopped, in milliseconds, kept as whole minutes.
final class TimeToStop {
  private static final Duration MIN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofDays(30);

  private TimeToStop() {}

  /// What is wrong with a wish; nothing with none and with 0, which mean for ever.
  static Optional<String> fault(@Nullable Long millis) {
    if (millis == null || millis == 0) return Optional.empty();
    if (millis < MIN.toMillis()) {
      return Optional.of("time until shutdown must be at least one minute");
    }
    return millis <= MAX.toMillis()
        ? Optional.empty()
        : Optional.of("time until shutdown must be less than 30 days");
  }

  /// @return null: for ever
  static @Nullable Long whole(@Nullable Long millis) {
    if (millis == null || millis == 0) return null;
    return millis - millis % MIN.toMillis();
  }
}
