package signalbox.agent.api;

import java.time.Duration;
import java.util.UUID;

/// A script of a workspace.
///
/// @param source which log its output goes to
/// @param logPath a file for the same output; empty when there is none
/// @param cron when it runs besides, the five fields of crontab(5); empty for never
/// @param blocks whether the agent is not ready before the script has ended well
/// @param timeout zero for none
public record Script(
    UUID id,
    UUID source,
    String name,
    String text,
    String logPath,
    String cron,
    boolean onStart,
    boolean onStop,
    boolean blocks,
    Duration timeout) {}
