package signalbox.agent.api;

import java.time.Duration;

/// A value that people see beside the workspace.
///
/// @param interval from one measuring to the next; zero for once
/// @param timeout more than zero
public record Metadatum(String key, String script, Duration interval, Duration timeout) {}
