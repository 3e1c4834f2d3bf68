package signalbox.server.appstatus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.AppStatusId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.server.liveness.Lease;
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
/// @param newest whether its app has said nothing else since
/// @param agentLastConnectedAt newest sign of life of the agent that it came from; null: it never
///   connected
/// @param agentDisconnectedAt end of that agent's last connection; null: none has ended
/// @param agentRetiredAt when that agent's build was over; null: it is not
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
    Instant lastReportedAt,
    boolean newest,
    @Nullable Instant agentLastConnectedAt,
    @Nullable Instant agentDisconnectedAt,
    @Nullable Instant agentRetiredAt) {

  /// Whether it can still be believed is said of an app's newest status only: the others are over.
  WorkspaceAppStatus wire(Instant now) {
    var lease = newest ? lease() : null;
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
        lease == null ? null : lease.liveness(now).wire(),
        lease == null ? null : lease.expiresAt(now),
        "self_reported",
        seq,
        repeatCount,
        lastReportedAt);
  }

  private Lease lease() {
    return new Lease(
        lastReportedAt,
        leaseSeconds,
        new Connection(agentLastConnectedAt, agentDisconnectedAt),
        agentRetiredAt != null);
  }
}
