package signalbox.wire;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// PATCH /workspaceagents/me/logs.
///
/// @param logSourceId null or nil: from outside
public record PatchAgentLogs(@Nullable UUID logSourceId, @Nullable List<Line> logs) {
  /// One line.
  ///
  /// @param createdAt ignored; the server's clock counts
  /// @param level null or empty: `info`
  public record Line(@Nullable String createdAt, @Nullable String output, @Nullable String level) {}
}
