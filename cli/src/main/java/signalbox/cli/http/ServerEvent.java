package signalbox.cli.http;

/// One Server-Sent Event.
///
/// @param id where the stream is resumed after it; empty when the event does not say
/// @param data empty for a mere sign of life
public record ServerEvent(String type, String id, String data) {}
