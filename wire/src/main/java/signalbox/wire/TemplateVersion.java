package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One version of a template with the job that imported it.
///
/// @param templateId left out while it belongs to none
public record TemplateVersion(
    UUID id,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID templateId,
    UUID organizationId,
    Instant createdAt,
    Instant updatedAt,
    String name,
    String message,
    ProvisionerJob job,
    String readme,
    MinimalUser createdBy,
    boolean archived,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MatchedProvisioners matchedProvisioners,
    boolean hasExternalAgent) {}
