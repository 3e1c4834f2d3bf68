package signalbox.wire;

/// What tokens a user may make.
///
/// @param maxTokenLifetime in nanoseconds
public record TokenConfig(long maxTokenLifetime) {}
