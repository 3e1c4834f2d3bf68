package signalbox.server.agentscript;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.AgentId;
import signalbox.server.id.LogSourceId;
import signalbox.server.id.ScriptId;
import signalbox.wire.WorkspaceAgent;

/// Something that an agent runs, as stored, with the end of its newest run.
///
/// @param cron when it is run besides; empty: never
/// @param startBlocksLogin whether people should wait for it before they log in
/// @param timeoutSeconds after so long it is ended; 0: never
/// @param exitCode null until it has been run
/// @param status how it ended; null until it has been run
public record AgentScript(
    ScriptId id,
    AgentId agentId,
    LogSourceId logSourceId,
    String logPath,
    String displayName,
    String script,
    String cron,
    boolean runOnStart,
    boolean runOnStop,
    boolean startBlocksLogin,
    int timeoutSeconds,
    @Nullable Integer exitCode,
    @Nullable String status) {

  /// Whether people should wait for it before they log in to a workspace that starts.
  public boolean blocksLogin() {
    return runOnStart && startBlocksLogin;
  }

  public WorkspaceAgent.Script wire() {
    return new WorkspaceAgent.Script(
        id.value(),
        logSourceId.value(),
        logPath,
        script,
        cron,
        runOnStart,
        runOnStop,
        startBlocksLogin,
        Duration.ofSeconds(timeoutSeconds).toNanos(),
        displayName,
        exitCode,
        status);
  }
}
