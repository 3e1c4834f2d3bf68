package signalbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Something that a build made.
///
/// @param agents left out when there is none
public record WorkspaceResource(
    UUID id,
    Instant createdAt,
    UUID jobId,
    String workspaceTransition,
    String type,
    String name,
    boolean hide,
    String icon,
    @OmitEmpty List<WorkspaceAgent> agents,
    @OmitEmpty List<Metadata> metadata,
    int dailyCost) {
  /// One fact about it.
  public record Metadata(String key, String value, boolean sensitive) {}
}
