package signalbox.server.build;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.BuildId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.job.Job;
import signalbox.wire.MatchedProvisioners;
import signalbox.wire.WorkspaceBuild;
import signalbox.wire.WorkspaceResource;

/// One numbered transition of a workspace, as stored, with the names that are shown with it.
///
/// @param transition wire name of a [Transition]
/// @param deadline when it will be stopped; null: never
/// @param maxDeadline up to when the deadline may be moved; null: as far as one likes
public record Build(
    BuildId id,
    WorkspaceId workspaceId,
    String workspaceName,
    UserId ownerId,
    String ownerName,
    String ownerAvatarUrl,
    TemplateVersionId templateVersionId,
    String templateVersionName,
    boolean hasExternalAgent,
    int buildNumber,
    String transition,
    UserId initiatorId,
    String initiatorName,
    String reason,
    @Nullable Instant deadline,
    @Nullable Instant maxDeadline,
    boolean userMayCancel,
    Instant createdAt,
    Instant updatedAt,
    @Nested("j_") Job job) {

  private static final MatchedProvisioners OURS = new MatchedProvisioners(1, 1, null);

  public Transition kind() {
    return Transition.valueOf(transition.toUpperCase(Locale.ROOT));
  }

  public String status() {
    return BuildStatus.of(job.status(), kind());
  }

  /// The same as the one who asked for it is told first: nothing is known but that it is queued.
  Build atTheDoor() {
    return new Build(
        id,
        workspaceId,
        workspaceName,
        ownerId,
        ownerName,
        ownerAvatarUrl,
        templateVersionId,
        "",
        hasExternalAgent,
        buildNumber,
        transition,
        initiatorId,
        initiatorName,
        reason,
        deadline,
        maxDeadline,
        userMayCancel,
        createdAt,
        updatedAt,
        job.atTheDoor());
  }

  WorkspaceBuild wire(List<WorkspaceResource> resources) {
    return new WorkspaceBuild(
        id.value(),
        createdAt,
        updatedAt,
        workspaceId.value(),
        workspaceName,
        ownerId.value(),
        ownerName,
        ownerAvatarUrl,
        templateVersionId.value(),
        templateVersionName,
        buildNumber,
        transition,
        initiatorId.value(),
        initiatorName,
        job.wireOf(id),
        reason,
        resources,
        deadline,
        maxDeadline,
        status(),
        resources.stream().mapToInt(WorkspaceResource::dailyCost).sum(),
        OURS,
        null,
        hasExternalAgent);
  }
}
