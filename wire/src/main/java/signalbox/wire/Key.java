package signalbox.wire;

/// A new key, whole. It is shown this once.
public record Key(String key) {}
