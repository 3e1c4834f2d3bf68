package signalbox.agent.api;

import java.time.Instant;

/// An agent came to a state.
///
/// @param at when; the same again in a repetition
public record LifecycleChange(Lifecycle state, Instant at) {}
