package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What workspaces are made from. All keys are always there.
///
/// @param activeUserCount -1 while it is not known
/// @param buildTimeStats by transition
public record Template(
    UUID id,
    Instant createdAt,
    Instant updatedAt,
    UUID organizationId,
    String organizationName,
    String organizationDisplayName,
    String organizationIcon,
    String name,
    String displayName,
    String provisioner,
    UUID activeVersionId,
    int activeUserCount,
    Map<String, TransitionStats> buildTimeStats,
    String description,
    boolean deprecated,
    String deprecationMessage,
    boolean deleted,
    String icon,
    long defaultTtlMs,
    long activityBumpMs,
    AutostopRequirement autostopRequirement,
    AutostartRequirement autostartRequirement,
    UUID createdById,
    String createdByName,
    boolean allowUserAutostart,
    boolean allowUserAutostop,
    boolean allowUserCancelWorkspaceJobs,
    long failureTtlMs,
    long timeTilDormantMs,
    long timeTilDormantAutodeleteMs,
    long timeTilAutostopNotifyMs,
    boolean requireActiveVersion,
    String maxPortShareLevel,
    String corsBehavior,
    boolean useClassicParameterFlow,
    boolean agentsAllowed,
    boolean disableModuleCache) {
  /// How long builds took, in milliseconds; null while it is not known.
  public record TransitionStats(
      @JsonProperty("P50") @Nullable Long p50, @JsonProperty("P95") @Nullable Long p95) {}

  /// When it must be stopped.
  ///
  /// @param weeks at least 1
  public record AutostopRequirement(List<String> daysOfWeek, int weeks) {}

  public record AutostartRequirement(List<String> daysOfWeek) {}
}
