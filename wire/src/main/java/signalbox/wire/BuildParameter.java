package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// A parameter and its value.
public record BuildParameter(@Nullable String name, @Nullable String value) {}
