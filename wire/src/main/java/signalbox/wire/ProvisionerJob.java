package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A piece of work that is done beside the request: a build, an import.
///
/// @param error left out when there is none
public record ProvisionerJob(
    UUID id,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant startedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant completedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant canceledAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String error,
    String status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID workerId,
    UUID fileId,
    Map<String, String> tags,
    int queuePosition,
    int queueSize,
    UUID organizationId,
    UUID initiatorId,
    Input input,
    String type,
    Metadata metadata,
    boolean logsOverflowed) {
  /// What it works on.
  public record Input(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID templateVersionId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID workspaceBuildId) {}

  /// Names for lists of jobs; empty inside a build.
  public record Metadata(
      String templateVersionName,
      UUID templateId,
      String templateName,
      String templateDisplayName,
      String templateIcon) {
    public static final Metadata NONE = new Metadata("", new UUID(0, 0), "", "", "");
  }
}
