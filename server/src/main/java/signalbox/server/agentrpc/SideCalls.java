package signalbox.server.agentrpc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.agentapi.agent.BoundaryLog;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse.Config;
import signalbox.agentapi.agent.ListSubAgentsRequest;
import signalbox.agentapi.agent.ListSubAgentsResponse;
import signalbox.agentapi.agent.PushResourcesMonitoringUsageRequest;
import signalbox.agentapi.agent.PushResourcesMonitoringUsageResponse;
import signalbox.agentapi.agent.ReportBoundaryLogsRequest;
import signalbox.agentapi.agent.ReportBoundaryLogsResponse;
import signalbox.rpc.drpc.RpcException;

/// Calls about things that are not here: no template has monitors of memory or disks, agents inside
/// of agents, or contexts. Agents get the answer that lets them go on.
final class SideCalls {
  private static final Logger LOG = LoggerFactory.getLogger(SideCalls.class);
  private static final int BOUNDARY_LOGS_MAX = 1_000;

  /// Agents ask always, and crash without these numbers even if nothing is monitored.
  private static final GetResourcesMonitoringConfigurationResponse NOTHING_MONITORED =
      GetResourcesMonitoringConfigurationResponse.newBuilder()
          .setConfig(
              Config.newBuilder().setNumDatapoints(20).setCollectionIntervalSeconds(10).build())
          .build();

  void register(CallTable calls) {
    calls
        .unary(
            AgentCalls.SERVICE + "GetResourcesMonitoringConfiguration",
            GetResourcesMonitoringConfigurationRequest.parser(),
            (_, _, _) -> NOTHING_MONITORED)
        .unary(
            AgentCalls.SERVICE + "PushResourcesMonitoringUsage",
            PushResourcesMonitoringUsageRequest.parser(),
            (_, _, _) -> PushResourcesMonitoringUsageResponse.getDefaultInstance())
        .unary(
            AgentCalls.SERVICE + "ListSubAgents",
            ListSubAgentsRequest.parser(),
            (_, _, _) -> ListSubAgentsResponse.getDefaultInstance())
        .leftOut(AgentCalls.SERVICE + "CreateSubAgent")
        .leftOut(AgentCalls.SERVICE + "DeleteSubAgent")
        .unary(
            AgentCalls.SERVICE + "ReportBoundaryLogs",
            ReportBoundaryLogsRequest.parser(),
            (peer, _, request) -> boundary(peer, request))
        .leftOut(AgentCalls.SERVICE + "PushContextState");
  }

  /// What a program in a workspace was allowed to reach; the server's log is where it is kept.
  private static ReportBoundaryLogsResponse boundary(Peer peer, ReportBoundaryLogsRequest request)
      throws RpcException {
    if (request.getLogsCount() > BOUNDARY_LOGS_MAX) {
      throw new RpcException(
          request.getLogsCount() + " logs exceed the maximum of " + BOUNDARY_LOGS_MAX);
    }
    for (var log : request.getLogsList()) boundary(peer, log);
    return ReportBoundaryLogsResponse.getDefaultInstance();
  }

  private static void boundary(Peer peer, BoundaryLog log) {
    LOG.info(
        "Boundary: workspace {}, agent {}, allowed {}, method {}, url {}, rule {}",
        peer.agent().workspace(),
        peer.agent().agent(),
        log.getAllowed(),
        oneLine(log.getHttpRequest().getMethod()),
        oneLine(log.getHttpRequest().getUrl()),
        oneLine(log.getHttpRequest().getMatchedRule()));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
