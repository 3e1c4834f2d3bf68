package signalbox.wire;

import java.time.Instant;
import java.util.UUID;

/// One line of an agent's log.
///
/// @param level `trace`, `debug`, `info`, `warn` or `error`
public record WorkspaceAgentLog(
    long id, Instant createdAt, String output, String level, UUID sourceId) {}
