package signalbox.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import signalbox.agent.api.CheckedApp.Health;
import signalbox.agent.time.Ticker;
import signalbox.agentapi.agent.BatchCreateLogsResponse;
import signalbox.agentapi.agent.BatchUpdateAppHealthResponse;
import signalbox.agentapi.agent.BatchUpdateMetadataResponse;
import signalbox.agentapi.agent.GetManifestRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse;
import signalbox.agentapi.agent.PushResourcesMonitoringUsageResponse;
import signalbox.agentapi.agent.Startup;
import signalbox.agentapi.agent.UpdateStartupRequest;
import signalbox.agentapi.agent.UpdateStatsRequest;
import signalbox.agentapi.agent.UpdateStatsResponse;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedResponse;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;

/// The calls of the service `coder.agent.v2.Agent`, on one connection. Thread-safe; each waits for
/// its answer. A call that is not answered within a minute ends the connection: then the server is
/// in such a state that another one can only help.
///
/// Every call throws a [signalbox.rpc.drpc.CallEndedException] when the connection ends, and any
/// other [RpcException] when the server refuses.
public final class ServerCalls {
  static final Duration ANSWER_MAX = Duration.ofMinutes(1);

  private static final String SERVICE = "/coder.agent.v2.Agent/";
  private static final Duration STATS_FALLBACK = Duration.ofMinutes(5);

  private final RpcClient client;
  private final Ticker ticker;

  public ServerCalls(RpcClient client, Ticker ticker) {
    this.client = client;
    this.ticker = ticker;
  }

  public Manifest manifest() throws RpcException, InterruptedException {
    var manifest =
        call(
            "GetManifest",
            GetManifestRequest.getDefaultInstance(),
            signalbox.agentapi.agent.Manifest.parser());
    try {
      return ManifestReader.read(manifest);
    } catch (IllegalArgumentException e) {
      throw new RpcException("the manifest is not valid: " + e.getMessage());
    }
  }

  /// @param version with a leading `v`
  public void startup(String version, String directory) throws RpcException, InterruptedException {
    var startup = Startup.newBuilder().setVersion(version).setExpandedDirectory(directory);
    call("UpdateStartup", UpdateStartupRequest.newBuilder().setStartup(startup), Startup.parser());
  }

  public void lifecycle(LifecycleChange change) throws RpcException, InterruptedException {
    call(
        "UpdateLifecycle", Requests.lifecycle(change), signalbox.agentapi.agent.Lifecycle.parser());
  }

  public void scriptCompleted(ScriptRun run) throws RpcException, InterruptedException {
    call(
        "ScriptCompleted", Requests.completed(run), WorkspaceAgentScriptCompletedResponse.parser());
  }

  /// @return false when the server takes no more lines of this agent
  public boolean logs(UUID source, List<LogLine> lines) throws RpcException, InterruptedException {
    var answer =
        call("BatchCreateLogs", Requests.logs(source, lines), BatchCreateLogsResponse.parser());
    return !answer.getLogLimitExceeded();
  }

  public void metadata(List<Reading> readings) throws RpcException, InterruptedException {
    call("BatchUpdateMetadata", Requests.metadata(readings), BatchUpdateMetadataResponse.parser());
  }

  public void healths(Map<UUID, Health> healths) throws RpcException, InterruptedException {
    call("BatchUpdateAppHealths", Requests.healths(healths), BatchUpdateAppHealthResponse.parser());
  }

  /// @return how long until the server wants them
  public Duration statsInterval() throws RpcException, InterruptedException {
    return stats(UpdateStatsRequest.newBuilder());
  }

  /// @return how long until the server wants them again
  public Duration stats(List<Gauge> gauges) throws RpcException, InterruptedException {
    return stats(Requests.stats(gauges));
  }

  public Monitoring monitoring() throws RpcException, InterruptedException {
    return ManifestReader.read(
        call(
            "GetResourcesMonitoringConfiguration",
            GetResourcesMonitoringConfigurationRequest.getDefaultInstance(),
            GetResourcesMonitoringConfigurationResponse.parser()));
  }

  public void usage(List<Usage> window) throws RpcException, InterruptedException {
    call(
        "PushResourcesMonitoringUsage",
        Requests.usage(window),
        PushResourcesMonitoringUsageResponse.parser());
  }

  private Duration stats(UpdateStatsRequest.Builder request)
      throws RpcException, InterruptedException {
    var answer = call("UpdateStats", request, UpdateStatsResponse.parser());
    var interval = ManifestReader.duration(answer.getReportInterval());
    return interval.isPositive() ? interval : STATS_FALLBACK;
  }

  private <A> A call(String method, Message.Builder request, Parser<A> answer)
      throws RpcException, InterruptedException {
    return call(method, request.build(), answer);
  }

  private <A> A call(String method, Message request, Parser<A> answer)
      throws RpcException, InterruptedException {
    try (var _ = ticker.after(ANSWER_MAX, client.session()::close)) {
      return answer.parseFrom(client.call(SERVICE + method, request.toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new RpcException("the answer to " + method + " cannot be read: " + e.getMessage());
    }
  }
}
