package signalbox.agent.api;

import java.time.Duration;
import java.util.UUID;

/// An app whose health is looked at.
///
/// @param url asked with GET; an answer below 500 is a sign of health
/// @param interval more than zero
/// @param threshold after how many failures in a row it counts as ill, at least 1
public record CheckedApp(
    UUID id, String slug, String url, Duration interval, int threshold, Health health) {
  public enum Health {
    INITIALIZING,
    HEALTHY,
    UNHEALTHY
  }
}
