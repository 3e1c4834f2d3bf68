package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A workspace with its newest build and what its apps said last.
///
/// @param latestAppStatus the newest over all apps and builds; null when none ever spoke
/// @param autostartSchedule left out when off
/// @param ttlMs left out when off
/// @param favorite only ever true for the owner
public record Workspace(
    UUID id,
    Instant createdAt,
    Instant updatedAt,
    UUID ownerId,
    String ownerName,
    String ownerAvatarUrl,
    UUID organizationId,
    String organizationName,
    UUID templateId,
    String templateName,
    String templateDisplayName,
    String templateIcon,
    boolean templateAllowUserCancelWorkspaceJobs,
    UUID templateActiveVersionId,
    boolean templateRequireActiveVersion,
    boolean templateUseClassicParameterFlow,
    WorkspaceBuild latestBuild,
    @Nullable WorkspaceAppStatus latestAppStatus,
    boolean outdated,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String autostartSchedule,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long ttlMs,
    Instant lastUsedAt,
    @Nullable Instant deletingAt,
    @Nullable Instant dormantAt,
    Health health,
    String automaticUpdates,
    boolean allowRenames,
    boolean favorite,
    @Nullable Instant nextStartAt,
    @JsonProperty("is_prebuild") boolean isPrebuild,
    @Nullable UUID taskId) {
  /// Whether all is well.
  ///
  /// @param failingAgents ids of agents that are not well
  public record Health(boolean healthy, List<UUID> failingAgents) {}

  /// The same for somebody who is not its owner.
  public Workspace seenByOthers() {
    return favorite ? withFavorite(false) : this;
  }

  private Workspace withFavorite(boolean value) {
    return new Workspace(
        id,
        createdAt,
        updatedAt,
        ownerId,
        ownerName,
        ownerAvatarUrl,
        organizationId,
        organizationName,
        templateId,
        templateName,
        templateDisplayName,
        templateIcon,
        templateAllowUserCancelWorkspaceJobs,
        templateActiveVersionId,
        templateRequireActiveVersion,
        templateUseClassicParameterFlow,
        latestBuild,
        latestAppStatus,
        outdated,
        name,
        autostartSchedule,
        ttlMs,
        lastUsedAt,
        deletingAt,
        dormantAt,
        health,
        automaticUpdates,
        allowRenames,
        value,
        nextStartAt,
        isPrebuild,
        taskId);
  }
}
