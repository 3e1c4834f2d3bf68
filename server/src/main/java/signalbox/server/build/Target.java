package signalbox.server.build;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// A workspace that is locked to be built.
///
/// @param ttlMs how long a start may run; null: for ever
public record Target(
    WorkspaceId id,
    UserId ownerId,
    OrganizationId organizationId,
    TemplateId templateId,
    @Nullable Long ttlMs,
    boolean deleted) {}
