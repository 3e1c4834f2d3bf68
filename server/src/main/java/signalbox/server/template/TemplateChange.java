package signalbox.server.template;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.wire.CreateTemplateRequest;
import signalbox.wire.FieldError;
import signalbox.wire.UpdateTemplateRequest;

/// What somebody wants a template to be called and to do: made from outside words once, at the
/// edge. What is null is not said.
public record TemplateChange(
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable String icon,
    @Nullable Long defaultTtlMs,
    @Nullable Long activityBumpMs,
    @Nullable Boolean allowUserCancel,
    @Nullable String deprecated) {

  /// @throws Refusal 400 that names every wrong field
  static TemplateChange parse(CreateTemplateRequest said) {
    var change =
        new TemplateChange(
            said.name(),
            said.displayName(),
            said.description(),
            said.icon(),
            said.defaultTtlMs(),
            said.activityBumpMs(),
            said.allowUserCancelWorkspaceJobs(),
            null);
    var fields = new Validations();
    fields.required("name", said.name(), "template_name", TemplateWords::isName);
    if (said.templateVersionId() == null) fields.fault("template_version_id", "required", "");
    return change.checked(fields, "Invalid create template request.");
  }

  /// @throws Refusal 400 that names every wrong field
  static TemplateChange parse(UpdateTemplateRequest said) {
    var change =
        new TemplateChange(
            said.name(),
            said.displayName(),
            said.description(),
            said.icon(),
            said.defaultTtlMs(),
            said.activityBumpMs(),
            said.allowUserCancelWorkspaceJobs(),
            said.deprecationMessage());
    var fields = new Validations();
    TemplateWords.check(fields, "name", said.name(), "template_name", TemplateWords::isName);
    TemplateWords.check(
        fields, "deprecation_message", said.deprecationMessage(), "text", TemplateWords::isText);
    return change.checked(fields, "Invalid request to update template metadata!");
  }

  private TemplateChange checked(Validations fields, String message) {
    TemplateWords.check(
        fields, "display_name", displayName, "template_display_name", TemplateWords::isDisplayName);
    TemplateWords.check(fields, "description", description, "lt", TemplateWords::isDescription);
    TemplateWords.check(fields, "icon", icon, "text", TemplateWords::isText);
    fields.check();
    var negative = new ArrayList<FieldError>();
    if (isNegative(defaultTtlMs)) negative.add(notPositive("default_ttl_ms"));
    if (isNegative(activityBumpMs)) negative.add(notPositive("activity_bump_ms"));
    if (!negative.isEmpty()) throw Refusal.invalid(message, negative);
    return this;
  }

  private static boolean isNegative(@Nullable Long number) {
    return number != null && number < 0;
  }

  private static FieldError notPositive(String field) {
    return new FieldError(field, "Must be a positive integer.");
  }
}
