package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PATCH /templateversions/{templateversion}. What is null stays as it is.
public record UpdateTemplateVersionRequest(@Nullable String name, @Nullable String message) {}
