package signalbox.server.agentrpc;

import java.util.function.Predicate;
import signalbox.agentapi.agent.UpdateAppStatusRequest;
import signalbox.agentapi.agent.UpdateAppStatusResponse;
import signalbox.agentapi.agent.UpdateStatsRequest;
import signalbox.agentapi.agent.UpdateStatsResponse;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.access.Refusal;
import signalbox.server.appstatus.AppStatuses;
import signalbox.server.appstatus.ReportResult;
import signalbox.server.id.AgentId;
import signalbox.server.usage.Usage;
import signalbox.wire.PatchAppStatus;

/// What goes on in a workspace: what its apps work on, and whether people use it.
final class WorkCalls {
  /// Between two reports of an agent's statistics. Agents that are told none send none.
  private static final UpdateStatsResponse INTERVAL =
      UpdateStatsResponse.newBuilder().setReportInterval(Wire.seconds(30)).build();

  private final AppStatuses statuses;
  private final Predicate<AgentId> mayReport;
  private final Usage usage;

  WorkCalls(AppStatuses statuses, Predicate<AgentId> mayReport, Usage usage) {
    this.statuses = statuses;
    this.mayReport = mayReport;
    this.usage = usage;
  }

  void register(CallTable calls) {
    calls
        .unary(
            AgentCalls.SERVICE + "UpdateStats",
            UpdateStatsRequest.parser(),
            (peer, _, request) -> stats(peer, request))
        .unary(
            AgentCalls.SERVICE + "UpdateAppStatus",
            UpdateAppStatusRequest.parser(),
            (peer, _, request) -> status(peer, request));
  }

  private UpdateStatsResponse stats(Peer peer, UpdateStatsRequest request) {
    if (request.getStats().getConnectionCount() > 0) usage.used(peer.agent().workspace());
    return INTERVAL;
  }

  private UpdateAppStatusResponse status(Peer peer, UpdateAppStatusRequest said)
      throws RpcException {
    if (!mayReport.test(peer.agent().agent())) {
      throw new RpcException("You've been rate limited: too many reports.");
    }
    var report =
        new PatchAppStatus(
            said.getSlug(), state(said), said.getMessage(), said.getUri(), null, null, null);
    return switch (statuses.report(peer.agent(), report)) {
      case ReportResult.Recorded _ -> UpdateAppStatusResponse.getDefaultInstance();
      case ReportResult.UnknownApp(var slug) ->
          throw new RpcException("No app found with slug \"" + slug + '"');
      case ReportResult.StaleAgent _ -> throw Refusal.staleAgent();
      case ReportResult.KeyReused _ -> throw new IllegalStateException("a report without a key");
      case ReportResult.Overloaded _ ->
          throw new RpcException("More reports are waiting than the server can hold.");
    };
  }

  private static String state(UpdateAppStatusRequest said) throws RpcException {
    return switch (said.getState()) {
      case WORKING -> "working";
      case IDLE -> "idle";
      case COMPLETE -> "complete";
      case FAILURE -> "failure";
      case UNRECOGNIZED -> throw new RpcException("Invalid state: " + said.getStateValue());
    };
  }
}
