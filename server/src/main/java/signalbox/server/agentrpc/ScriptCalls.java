package signalbox.server.agentrpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import signalbox.agentapi.agent.Timing;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedRequest;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedResponse;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.agentscript.AgentScripts;
import signalbox.server.agentscript.ScriptRun;
import signalbox.server.id.ScriptId;

/// What an agent tells of the runs of its scripts.
final class ScriptCalls {
  private final AgentScripts scripts;

  ScriptCalls(AgentScripts scripts) {
    this.scripts = scripts;
  }

  void register(CallTable calls) {
    calls.unary(
        AgentCalls.SERVICE + "ScriptCompleted",
        WorkspaceAgentScriptCompletedRequest.parser(),
        (peer, _, request) -> completed(peer, request));
  }

  private WorkspaceAgentScriptCompletedResponse completed(
      Peer peer, WorkspaceAgentScriptCompletedRequest request) throws RpcException {
    if (!request.hasTiming()) throw new RpcException("script timing is required");
    var run = run(request.getTiming());
    if (!scripts.ended(peer.agent().agent(), run)) {
      throw new RpcException("script \"" + run.script() + "\" not found");
    }
    return WorkspaceAgentScriptCompletedResponse.getDefaultInstance();
  }

  private static ScriptRun run(Timing said) throws RpcException {
    var script = new ScriptId(Wire.uuid(said.getScriptId(), "parse script ID"));
    var start = time(said.hasStart(), said.getStart(), "start");
    var end = time(said.hasEnd(), said.getEnd(), "end");
    if (start.isAfter(end)) throw new RpcException("script start time cannot be after end time");
    return new ScriptRun(script, stage(said), status(said), said.getExitCode(), start, end);
  }

  private static Instant time(boolean isThere, Timestamp time, String what) throws RpcException {
    if (!isThere) throw new RpcException("script " + what + " time is required");
    return Wire.instant(time);
  }

  private static ScriptRun.Stage stage(Timing said) throws RpcException {
    return switch (said.getStage()) {
      case START -> ScriptRun.Stage.START;
      case STOP -> ScriptRun.Stage.STOP;
      case CRON -> ScriptRun.Stage.CRON;
      case UNRECOGNIZED ->
          throw new RpcException("unknown script stage \"" + said.getStageValue() + '"');
    };
  }

  private static ScriptRun.Status status(Timing said) throws RpcException {
    return switch (said.getStatus()) {
      case OK -> ScriptRun.Status.OK;
      case EXIT_FAILURE -> ScriptRun.Status.EXIT_FAILURE;
      case TIMED_OUT -> ScriptRun.Status.TIMED_OUT;
      case PIPES_LEFT_OPEN -> ScriptRun.Status.PIPES_LEFT_OPEN;
      case UNRECOGNIZED ->
          throw new RpcException("unknown script status \"" + said.getStatusValue() + '"');
    };
  }
}
