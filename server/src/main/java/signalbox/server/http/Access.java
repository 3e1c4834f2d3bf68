package signalbox.server.http;

/// Who may call a route at all. What they may see of it is decided by the things that its path
/// names ([Param]).
public enum Access {
  /// Anybody.
  OPEN,
  /// A signed-in user.
  SESSION,
  /// A signed-in user who runs the deployment; others get 403.
  DEPLOYMENT,
  /// An agent, with the token of its build.
  AGENT
}
