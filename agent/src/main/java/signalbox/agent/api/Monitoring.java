package signalbox.agent.api;

import java.time.Duration;
import java.util.List;

/// What of the machine the server wants to keep an eye on.
///
/// @param window how many measurements are told at once
/// @param volumes paths
public record Monitoring(int window, Duration interval, boolean memory, List<String> volumes) {
  public boolean isWanted() {
    return memory || !volumes.isEmpty();
  }
}
