package signalbox.agent.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much of the machine was in use at a time.
///
/// @param memory null when it is not asked for or not known
/// @param volumes by their paths; those that could not be looked at are missing
public record Usage(Instant at, @Nullable Share memory, Map<String, Share> volumes) {
  /// Bytes.
  public record Share(long used, long total) {}
}
