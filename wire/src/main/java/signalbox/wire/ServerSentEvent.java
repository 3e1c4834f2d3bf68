package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// A text frame of a watching WebSocket.
///
/// @param type `ping`, `data` or `error`
public record ServerSentEvent(String type, @Nullable Object data) {}
