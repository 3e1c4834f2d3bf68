package signalbox.server.appstatus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.AppStatusId;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.WorkspaceAppStatus;

/// What an app said about its own work. Statuses are appended, never edited, but for the count of
/// identical repeats.
///
/// @param seq number of the owner's event that announced it; orders statuses of one owner
/// @param state wire name of a [State]
/// @param message cleaned and HTML-escaped
/// @param uri where to see more; null when the app named nothing
/// @param leaseSeconds how long it may be believed without the agent being connected; null for the
///   default
/// @param repeatCount how often it was said in a row, at least 1
public record AppStatus(
    AppStatusId id,
    long seq,
    WorkspaceId workspaceId,
    AgentId agentId,
    AppId appId,
    String state,
    String message,
    @Nullable String uri,
    boolean needsUserAttention,
    @Nullable Integer leaseSeconds,
    Instant createdAt,
    int repeatCount,
    Instant lastReportedAt) {

  public WorkspaceAppStatus wire() {
    return new WorkspaceAppStatus(
        id.value(),
        createdAt,
        workspaceId.value(),
        agentId.value(),
        appId.value(),
        state,
        message,
        uri == null ? "" : uri,
        "",
        needsUserAttention,
        null,
        null,
        "self_reported",
        seq,
        repeatCount,
        lastReportedAt);
  }
}
