package signalbox.server.template;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.job.Job;
import signalbox.wire.MinimalUser;
import signalbox.wire.TemplateVersionParameter;
import signalbox.wire.WorkspaceResource;

/// One version of a template, as stored.
///
/// @param templateId null while it belongs to none
/// @param createdBy null: Signalbox itself
/// @param spec a [TemplateSpec] as JSON
public record TemplateVersion(
    TemplateVersionId id,
    @Nullable TemplateId templateId,
    OrganizationId organizationId,
    String name,
    String message,
    String readme,
    @Nullable UserId createdBy,
    @Nullable String createdByName,
    boolean archived,
    boolean hasExternalAgent,
    String spec,
    Instant createdAt,
    Instant updatedAt,
    @Nested("j_") Job job) {

  public TemplateSpec parsedSpec() {
    return TemplateSpec.ofJson(spec);
  }

  signalbox.wire.TemplateVersion wire() {
    return new signalbox.wire.TemplateVersion(
        id.value(),
        templateId == null ? null : templateId.value(),
        organizationId.value(),
        createdAt,
        updatedAt,
        name,
        message,
        job.wireOf(id),
        readme,
        createdBy == null
            ? new MinimalUser(Template.NIL, Template.SIGNALBOX, "", "")
            : new MinimalUser(createdBy.value(), String.valueOf(createdByName), "", ""),
        archived,
        null,
        hasExternalAgent);
  }

  List<TemplateVersionParameter> parameters() {
    return parsedSpec().parameters().stream().map(TemplateParameter::wire).toList();
  }

  /// What a start makes. Agents are made by builds, so there is none here.
  List<WorkspaceResource> resources() {
    return parsedSpec().resources().stream().map(this::wire).toList();
  }

  private WorkspaceResource wire(TemplateSpec.Resource resource) {
    return new WorkspaceResource(
        UUID.nameUUIDFromBytes((id + resource.name()).getBytes(StandardCharsets.UTF_8)),
        createdAt,
        job.id().value(),
        "start",
        resource.type(),
        resource.name(),
        false,
        resource.icon(),
        List.of(),
        resource.metadata().stream()
            .map(fact -> new WorkspaceResource.Metadata(fact.key(), fact.value(), false))
            .toList(),
        resource.dailyCost());
  }
}
