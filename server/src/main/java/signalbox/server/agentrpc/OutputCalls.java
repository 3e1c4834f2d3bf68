package signalbox.server.agentrpc;

import java.util.ArrayList;
import java.util.List;
import signalbox.agentapi.agent.BatchCreateLogsRequest;
import signalbox.agentapi.agent.BatchCreateLogsResponse;
import signalbox.agentapi.agent.BatchUpdateMetadataRequest;
import signalbox.agentapi.agent.BatchUpdateMetadataResponse;
import signalbox.agentapi.agent.Log;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.access.Refusal;
import signalbox.server.agentlog.AgentLogs;
import signalbox.server.agentlog.Appended;
import signalbox.server.agentlog.LogLevel;
import signalbox.server.agentlog.NewLine;
import signalbox.server.agentmetadata.AgentMetadata;
import signalbox.server.agentmetadata.Reading;
import signalbox.server.agentmetadata.Reported;

/// What an agent's scripts say: lines of its log, and what it finds out about its machine.
final class OutputCalls {
  private final AgentLogs logs;
  private final AgentMetadata metadata;

  OutputCalls(AgentLogs logs, AgentMetadata metadata) {
    this.logs = logs;
    this.metadata = metadata;
  }

  void register(CallTable calls) {
    calls
        .unary(
            AgentCalls.SERVICE + "BatchCreateLogs",
            BatchCreateLogsRequest.parser(),
            (peer, _, request) -> log(peer, request))
        .unary(
            AgentCalls.SERVICE + "BatchUpdateMetadata",
            BatchUpdateMetadataRequest.parser(),
            (peer, _, request) -> report(peer, request));
  }

  private BatchCreateLogsResponse log(Peer peer, BatchCreateLogsRequest request)
      throws RpcException {
    var source = Wire.uuid(request.getLogSourceId(), "parse log source ID \"" + hex(request) + '"');
    var lines = request.getLogsList().stream().map(OutputCalls::line).toList();
    return switch (logs.append(peer.agent(), source, lines)) {
      case Appended.Stored _ -> BatchCreateLogsResponse.getDefaultInstance();
      case Appended.Exceeded _ ->
          BatchCreateLogsResponse.newBuilder().setLogLimitExceeded(true).build();
      case Appended.StaleAgent _ -> throw Refusal.staleAgent();
    };
  }

  private static String hex(BatchCreateLogsRequest request) {
    return java.util.HexFormat.of().formatHex(request.getLogSourceId().toByteArray());
  }

  /// A level that is not known is no reason to lose a line.
  private static NewLine line(Log said) {
    var level =
        switch (said.getLevel()) {
          case TRACE -> LogLevel.TRACE;
          case DEBUG -> LogLevel.DEBUG;
          case INFO, LEVEL_UNSPECIFIED, UNRECOGNIZED -> LogLevel.INFO;
          case WARN -> LogLevel.WARN;
          case ERROR -> LogLevel.ERROR;
        };
    return new NewLine(level, said.getOutput());
  }

  private BatchUpdateMetadataResponse report(Peer peer, BatchUpdateMetadataRequest request)
      throws RpcException {
    return switch (metadata.report(peer.agent().agent(), readings(request))) {
      case Reported.Taken _ -> BatchUpdateMetadataResponse.getDefaultInstance();
      case Reported.KeysTooLong tooLong -> throw new RpcException(tooLong.text());
    };
  }

  private static List<Reading> readings(BatchUpdateMetadataRequest request) throws RpcException {
    var readings = new ArrayList<Reading>();
    for (var said : request.getMetadataList()) {
      if (!said.hasResult()) {
        throw new RpcException("metadata \"" + said.getKey() + "\" has no result");
      }
      readings.add(
          new Reading(said.getKey(), said.getResult().getValue(), said.getResult().getError()));
    }
    return readings;
  }
}
