package signalbox.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// PATCH /templates/{template}/versions.
///
/// @param id of the version that new builds are to take
public record UpdateActiveTemplateVersionRequest(@Nullable UUID id) {}
