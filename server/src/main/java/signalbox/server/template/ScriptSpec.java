package signalbox.server.template;

/// A script that an agent runs.
///
/// @param name shown with it and with its log
/// @param icon address of a picture; empty: none
/// @param script what a shell is given
/// @param cron when it is run, with [When#CRON]; empty otherwise
/// @param blocksLogin whether people should wait for it before they log in
/// @param timeoutSeconds after so long it is ended; 0: never
/// @param logPath file in the workspace with its output; empty: the agent chooses one
public record ScriptSpec(
    String name,
    String icon,
    String script,
    When when,
    String cron,
    boolean blocksLogin,
    int timeoutSeconds,
    String logPath) {

  /// What makes a script run.
  public enum When {
    START,
    STOP,
    CRON
  }
}
