package signalbox.server.job;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.BuildId;
import signalbox.server.id.FileId;
import signalbox.server.id.JobId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.wire.ProvisionerJob;
import signalbox.wire.ProvisionerJob.Input;

/// One piece of work.
///
/// @param initiatorId who asked for it; null: Signalbox itself
/// @param status `pending`, `running`, `canceling`, `succeeded`, `failed` or `canceled`
/// @param error why it failed; empty otherwise
/// @param workerId who works on it, or did; null while nobody has
/// @param fileId what is imported; null for a build, and for what came with the program
/// @param queuePosition its place among the pending jobs of its type, from 1; 0 when it is not
///   pending
public record Job(
    JobId id,
    OrganizationId organizationId,
    @Nullable UserId initiatorId,
    String type,
    String status,
    String error,
    @Nullable UUID workerId,
    @Nullable FileId fileId,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant canceledAt,
    @Nullable Instant completedAt,
    boolean logsOverflowed,
    int queuePosition,
    int queueSize) {

  public static final String BUILD = "workspace_build";
  public static final String IMPORT = "template_version_import";

  private static final UUID NIL = new UUID(0, 0);
  private static final Map<String, String> TAGS = Map.of("owner", "", "scope", "organization");

  public boolean isDone() {
    return completedAt != null;
  }

  public boolean isPending() {
    return status.equals("pending");
  }

  public boolean succeeded() {
    return status.equals("succeeded");
  }

  /// The same as it was when it was queued.
  public Job atTheDoor() {
    return new Job(
        id,
        organizationId,
        initiatorId,
        type,
        status,
        error,
        workerId,
        fileId,
        createdAt,
        startedAt,
        canceledAt,
        completedAt,
        logsOverflowed,
        0,
        queueSize);
  }

  public ProvisionerJob wireOf(BuildId build) {
    return wire(new Input(null, build.value()));
  }

  public ProvisionerJob wireOf(TemplateVersionId version) {
    return wire(new Input(version.value(), null));
  }

  private ProvisionerJob wire(Input input) {
    return new ProvisionerJob(
        id.value(),
        createdAt,
        startedAt,
        completedAt,
        canceledAt,
        error,
        status,
        workerId,
        fileId == null ? NIL : fileId.value(),
        TAGS,
        queuePosition,
        queueSize,
        organizationId.value(),
        initiatorId == null ? NIL : initiatorId.value(),
        input,
        type,
        ProvisionerJob.Metadata.NONE,
        logsOverflowed);
  }
}
