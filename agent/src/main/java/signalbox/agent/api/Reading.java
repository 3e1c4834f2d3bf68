package signalbox.agent.api;

import java.time.Instant;

/// What a metadatum's script has said.
///
/// @param error why there is no value, or why not to believe it; empty when all is well
public record Reading(String key, Instant at, String value, String error) {}
