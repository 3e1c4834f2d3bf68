package signalbox.server.agent;

import signalbox.wire.WorkspaceAgent.Health;

/// Whether an agent is well, and if not, why.
final class AgentHealth {
  private static final Health WELL = new Health(true, null);

  private AgentHealth() {}

  /// The first rule that applies counts.
  ///
  /// @param lifecycle what the agent last said that it is at
  static Health of(AgentStatus status, String lifecycle) {
    if (status != AgentStatus.CONNECTED && lifecycle.equals("off")) {
      return unwell("agent is not running");
    }
    return switch (status) {
      case CONNECTING -> unwell("agent has not yet connected");
      case TIMEOUT -> unwell("agent is taking too long to connect");
      case DISCONNECTED -> unwell("agent has lost connection");
      case CONNECTED ->
          switch (lifecycle) {
            case "start_error" -> unwell("agent startup script exited with an error");
            case "shutting_down", "shutdown_timeout", "shutdown_error", "off" ->
                unwell("agent is shutting down");
            default -> WELL;
          };
    };
  }

  private static Health unwell(String reason) {
    return new Health(false, reason);
  }
}
