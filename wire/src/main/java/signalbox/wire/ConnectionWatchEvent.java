package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A frame of /workspaces/{id}/agent-connection-watch: exactly one part is not null.
///
/// @param error why there is nothing to wait for; the end follows
public record ConnectionWatchEvent(
    @Nullable Fault error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BuildUpdate buildUpdate,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AgentUpdate agentUpdate) {

  /// @param code 1: too many agents; 2: none of that name; 3: none at all
  /// @param retryable whether it may be better next time
  public record Fault(int code, boolean retryable, String message) {}

  /// How the newest build goes.
  public record BuildUpdate(String transition, String jobStatus) {}

  /// What the agent is at.
  public record AgentUpdate(String lifecycle, UUID id) {}

  public static ConnectionWatchEvent ofFault(Fault fault) {
    return new ConnectionWatchEvent(fault, null, null);
  }

  public static ConnectionWatchEvent ofBuild(String transition, String jobStatus) {
    return new ConnectionWatchEvent(null, new BuildUpdate(transition, jobStatus), null);
  }

  public static ConnectionWatchEvent ofAgent(String lifecycle, UUID id) {
    return new ConnectionWatchEvent(null, null, new AgentUpdate(lifecycle, id));
  }
}
