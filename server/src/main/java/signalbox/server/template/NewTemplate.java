package signalbox.server.template;

import org.jspecify.annotations.Nullable;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;

/// A template that is about to be.
///
/// @param createdBy null: Signalbox itself
/// @param builtIn which of the program's own templates it is; null: none
public record NewTemplate(
    TemplateId id,
    OrganizationId organization,
    String name,
    String displayName,
    String description,
    String icon,
    TemplateVersionId activeVersion,
    @Nullable UserId createdBy,
    @Nullable String builtIn) {}
