package signalbox.server.agent;

import signalbox.server.id.AppId;

/// How a report of apps' health ended.
public sealed interface HealthResult {
  /// It is stored; what had changed was announced.
  record Stored() implements HealthResult {}

  /// The agent serves no such app, or the app has no health check. Nothing was stored.
  record UnknownApp(AppId app) implements HealthResult {}

  /// The agent's build is over.
  record StaleAgent() implements HealthResult {}
}
