package signalbox.server.http;

/// Which rate limit a route counts against.
public enum Limit {
  /// None: probes and metrics.
  NONE,
  /// Per minute, user (or address) and path, whatever the method.
  API,
  /// As [#API], and against the narrower limit of guessing passwords.
  LOGIN,
  /// As [#API], and against the narrower limit of moving files.
  FILES,
  /// Per second and agent.
  REPORT
}
