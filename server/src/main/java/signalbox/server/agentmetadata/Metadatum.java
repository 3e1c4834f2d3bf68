package signalbox.server.agentmetadata;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceAgentMetadata;

/// One thing that an agent finds out again and again, as stored, with what it found last.
///
/// @param displayName empty: the key
/// @param intervalSeconds between two looks; 0: there is only one
/// @param timeoutSeconds after so long a look is ended
/// @param error why there is no good value; empty when all is well
/// @param collectedAt null until it was found out first
public record Metadatum(
    AgentId agentId,
    String key,
    String displayName,
    String script,
    int intervalSeconds,
    int timeoutSeconds,
    String value,
    String error,
    @Nullable Instant collectedAt) {

  WorkspaceAgentMetadata wire(Instant now) {
    return new WorkspaceAgentMetadata(
        new WorkspaceAgentMetadata.Result(
            Objects.requireNonNullElse(collectedAt, Json.NEVER), age(now), value, error),
        new WorkspaceAgentMetadata.Description(
            displayName, key, script, intervalSeconds, timeoutSeconds));
  }

  /// In seconds; another replica's clock may be ahead.
  private long age(Instant now) {
    return collectedAt == null ? 0 : Math.max(0, Duration.between(collectedAt, now).toSeconds());
  }
}
