package signalbox.server.http;

/// A thing that paths name as `{name}`. Each has one [Lookup] that finds it, or refuses with 404
/// when it is not there or not for the caller's eyes; [Gate] runs the lookups of a path from left
/// to right before the handler sees the call.
///
/// @param <T> what the text of the path stands for
public record Param<T>(String name, Class<T> type) {}
