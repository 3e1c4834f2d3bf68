package signalbox.server.agentscript;

import java.time.Instant;
import java.util.Locale;
import signalbox.server.id.ScriptId;

/// One finished run of a script.
///
/// @param endedAt not before it started
public record ScriptRun(
    ScriptId script, Stage stage, Status status, int exitCode, Instant startedAt, Instant endedAt) {

  /// What made it run.
  public enum Stage {
    START,
    STOP,
    CRON;

    /// The stage's name in SQL.
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it ended.
  public enum Status {
    OK,
    EXIT_FAILURE,
    TIMED_OUT,
    /// The script ended, but something that it started holds on to its output.
    PIPES_LEFT_OPEN;

    /// The status's name in JSON and in SQL.
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
