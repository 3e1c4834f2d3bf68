package signalbox.server.template;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.JobId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;

/// A version that is about to be.
///
/// @param template null: it belongs to none yet
/// @param createdBy null: Signalbox itself
/// @param job that imports it, or has
public record NewImport(
    TemplateVersionId id,
    @Nullable TemplateId template,
    OrganizationId organization,
    String name,
    String message,
    @Nullable UserId createdBy,
    JobId job) {}
