package signalbox.server.workspace;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.id.BuildId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.Workspace.Health;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceAppStatus;
import signalbox.wire.WorkspaceBuild;

/// A workspace as stored, with the names that are shown with it.
///
/// @param autostartSchedule a [Schedule]; null: off
/// @param nextStartAt when its schedule starts it next; null: not at all, or not worked out yet
/// @param ttlMs how long a start may run; null: for ever
/// @param favorite whether its owner likes it best
/// @param newestBuildId the build that says what it is at the moment
record Workspace(
    WorkspaceId id,
    UserId ownerId,
    String ownerName,
    String ownerAvatarUrl,
    OrganizationId organizationId,
    String organizationName,
    TemplateId templateId,
    String templateName,
    String templateDisplayName,
    String templateIcon,
    TemplateVersionId templateActiveVersionId,
    boolean templateAllowUserCancel,
    String name,
    @Nullable String autostartSchedule,
    @Nullable Instant nextStartAt,
    @Nullable Long ttlMs,
    String automaticUpdates,
    boolean favorite,
    boolean deleted,
    BuildId newestBuildId,
    Instant createdAt,
    Instant updatedAt,
    Instant lastUsedAt) {

  OwnedWorkspace owned() {
    return new OwnedWorkspace(id, ownerId, name, deleted);
  }

  /// As its owner sees it.
  ///
  /// @param latest what its apps said last; null: nothing yet
  signalbox.wire.Workspace wire(
      WorkspaceBuild build, @Nullable WorkspaceAppStatus latest, boolean allowRenames) {
    return new signalbox.wire.Workspace(
        id.value(),
        createdAt,
        updatedAt,
        ownerId.value(),
        ownerName,
        ownerAvatarUrl,
        organizationId.value(),
        organizationName,
        templateId.value(),
        templateName,
        templateDisplayName,
        templateIcon,
        templateAllowUserCancel,
        templateActiveVersionId.value(),
        false,
        true,
        build,
        latest,
        !build.templateVersionId().equals(templateActiveVersionId.value()),
        name,
        autostartSchedule,
        ttlMs,
        lastUsedAt,
        null,
        null,
        health(build),
        automaticUpdates,
        allowRenames,
        favorite,
        nextStartAt,
        false,
        null);
  }

  private static Health health(WorkspaceBuild build) {
    var failing =
        agents(build)
            .filter(agent -> agent.parentId() == null && !agent.health().healthy())
            .map(WorkspaceAgent::id)
            .toList();
    return new Health(failing.isEmpty(), failing);
  }

  private static Stream<WorkspaceAgent> agents(WorkspaceBuild build) {
    return build.resources().stream().map(resource -> resource.agents()).flatMap(List::stream);
  }
}
