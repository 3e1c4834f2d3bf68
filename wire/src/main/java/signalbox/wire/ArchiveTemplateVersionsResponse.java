package signalbox.wire;

import java.util.List;
import java.util.UUID;

/// Which versions of a template were put away.
public record ArchiveTemplateVersionsResponse(UUID templateId, List<UUID> archivedIds) {}
