package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// POST /templates/{template}/versions/archive.
///
/// @param all also those that were imported well; otherwise only those that failed
public record ArchiveTemplateVersionsRequest(@Nullable Boolean all) {}
