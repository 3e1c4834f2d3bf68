package signalbox.agent.api;

import java.time.Instant;
import java.util.UUID;

/// A run of a script that is over.
///
/// @param exitCode 255 when it could not be started at all, 128 and the signal's number when one
///   ended it
public record ScriptRun(
    UUID script, Stage stage, Outcome outcome, int exitCode, Instant began, Instant ended) {}
