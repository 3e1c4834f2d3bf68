package signalbox.agent.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import signalbox.agentapi.agent.AppHealth;
import signalbox.agentapi.agent.BatchCreateLogsRequest;
import signalbox.agentapi.agent.BatchUpdateAppHealthRequest;
import signalbox.agentapi.agent.BatchUpdateMetadataRequest;
import signalbox.agentapi.agent.Log;
import signalbox.agentapi.agent.Metadata;
import signalbox.agentapi.agent.PushResourcesMonitoringUsageRequest;
import signalbox.agentapi.agent.PushResourcesMonitoringUsageRequest.Datapoint;
import signalbox.agentapi.agent.Stats;
import signalbox.agentapi.agent.Timing;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.agentapi.agent.UpdateStatsRequest;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedRequest;

/// Our words as the protocol's messages.
final class Requests {
  private static final double LATENCY_UNKNOWN = -0.001;
  private static final int UUID_BYTES = 16;

  private Requests() {}

  static UpdateLifecycleRequest.Builder lifecycle(LifecycleChange change) {
    return UpdateLifecycleRequest.newBuilder()
        .setLifecycle(
            signalbox.agentapi.agent.Lifecycle.newBuilder()
                .setState(state(change.state()))
                .setChangedAt(time(change.at())));
  }

  private static signalbox.agentapi.agent.Lifecycle.State state(Lifecycle state) {
    return switch (state) {
      case STARTING -> signalbox.agentapi.agent.Lifecycle.State.STARTING;
      case START_TIMEOUT -> signalbox.agentapi.agent.Lifecycle.State.START_TIMEOUT;
      case START_ERROR -> signalbox.agentapi.agent.Lifecycle.State.START_ERROR;
      case READY -> signalbox.agentapi.agent.Lifecycle.State.READY;
      case SHUTTING_DOWN -> signalbox.agentapi.agent.Lifecycle.State.SHUTTING_DOWN;
      case SHUTDOWN_TIMEOUT -> signalbox.agentapi.agent.Lifecycle.State.SHUTDOWN_TIMEOUT;
      case SHUTDOWN_ERROR -> signalbox.agentapi.agent.Lifecycle.State.SHUTDOWN_ERROR;
      case OFF -> signalbox.agentapi.agent.Lifecycle.State.OFF;
    };
  }

  static WorkspaceAgentScriptCompletedRequest.Builder completed(ScriptRun run) {
    var timing =
        Timing.newBuilder()
            .setScriptId(bytes(run.script()))
            .setStart(time(run.began()))
            .setEnd(time(run.ended()))
            .setExitCode(run.exitCode());
    timing.setStage(
        switch (run.stage()) {
          case START -> Timing.Stage.START;
          case STOP -> Timing.Stage.STOP;
          case CRON -> Timing.Stage.CRON;
        });
    timing.setStatus(
        switch (run.outcome()) {
          case OK -> Timing.Status.OK;
          case EXIT_FAILURE -> Timing.Status.EXIT_FAILURE;
          case TIMED_OUT -> Timing.Status.TIMED_OUT;
          case PIPES_LEFT_OPEN -> Timing.Status.PIPES_LEFT_OPEN;
        });
    return WorkspaceAgentScriptCompletedRequest.newBuilder().setTiming(timing);
  }

  static BatchCreateLogsRequest.Builder logs(UUID source, List<LogLine> lines) {
    var request = BatchCreateLogsRequest.newBuilder().setLogSourceId(bytes(source));
    for (var line : lines) {
      request.addLogs(
          Log.newBuilder()
              .setCreatedAt(time(line.at()))
              .setOutput(line.text())
              .setLevel(
                  switch (line.level()) {
                    case INFO -> Log.Level.INFO;
                    case WARN -> Log.Level.WARN;
                    case ERROR -> Log.Level.ERROR;
                  }));
    }
    return request;
  }

  static BatchUpdateMetadataRequest.Builder metadata(List<Reading> readings) {
    var request = BatchUpdateMetadataRequest.newBuilder();
    for (var reading : readings) {
      var result =
          WorkspaceAgentMetadata.Result.newBuilder()
              .setCollectedAt(time(reading.at()))
              .setValue(reading.value())
              .setError(reading.error());
      request.addMetadata(Metadata.newBuilder().setKey(reading.key()).setResult(result));
    }
    return request;
  }

  static BatchUpdateAppHealthRequest.Builder healths(Map<UUID, CheckedApp.Health> healths) {
    var request = BatchUpdateAppHealthRequest.newBuilder();
    healths.forEach(
        (app, health) ->
            request.addUpdates(
                BatchUpdateAppHealthRequest.HealthUpdate.newBuilder()
                    .setId(bytes(app))
                    .setHealth(
                        switch (health) {
                          case INITIALIZING -> AppHealth.INITIALIZING;
                          case HEALTHY -> AppHealth.HEALTHY;
                          case UNHEALTHY -> AppHealth.UNHEALTHY;
                        })));
    return request;
  }

  /// No connections: there are no tunnels to this agent, and nothing pretends to be one.
  static UpdateStatsRequest.Builder stats(List<Gauge> gauges) {
    var stats = Stats.newBuilder().setConnectionMedianLatencyMs(LATENCY_UNKNOWN);
    for (var gauge : gauges) {
      stats.addMetrics(
          Stats.Metric.newBuilder()
              .setName(gauge.name())
              .setType(Stats.Metric.Type.GAUGE)
              .setValue(gauge.value()));
    }
    return UpdateStatsRequest.newBuilder().setStats(stats);
  }

  static PushResourcesMonitoringUsageRequest.Builder usage(List<Usage> window) {
    var request = PushResourcesMonitoringUsageRequest.newBuilder();
    for (var usage : window) request.addDatapoints(datapoint(usage));
    return request;
  }

  private static Datapoint.Builder datapoint(Usage usage) {
    var point = Datapoint.newBuilder().setCollectedAt(time(usage.at()));
    var memory = usage.memory();
    if (memory != null) {
      point.setMemory(
          Datapoint.Memory.newBuilder().setUsed(memory.used()).setTotal(memory.total()));
    }
    usage
        .volumes()
        .forEach(
            (path, share) ->
                point.addVolumes(
                    Datapoint.Volume.newBuilder()
                        .setVolume(path)
                        .setUsed(share.used())
                        .setTotal(share.total())));
    return point;
  }

  static ByteString bytes(UUID id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
