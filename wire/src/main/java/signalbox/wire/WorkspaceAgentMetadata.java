package signalbox.wire;

import java.time.Instant;

/// Something that an agent finds out again and again, and what it found last.
public record WorkspaceAgentMetadata(Result result, Description description) {
  /// What it found.
  ///
  /// @param collectedAt [Json#NEVER] until it was found out first
  /// @param age in seconds
  /// @param error empty when all is well
  public record Result(Instant collectedAt, long age, String value, String error) {}

  /// What it is.
  ///
  /// @param interval in seconds
  /// @param timeout in seconds
  public record Description(
      String displayName, String key, String script, long interval, long timeout) {}
}
