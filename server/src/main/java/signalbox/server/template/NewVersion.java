package signalbox.server.template;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.id.FileId;
import signalbox.server.id.TemplateId;
import signalbox.wire.CreateTemplateVersionRequest;

/// A version that somebody wants to be imported: made from outside words once, at the edge.
///
/// @param name empty: the next number
/// @param template null: it belongs to none yet
record NewVersion(String name, String message, @Nullable TemplateId template, FileId file) {
  private static final UUID NIL = new UUID(0, 0);
  private static final String FILE = "file";

  /// @throws Refusal 400 that names what is wrong
  static NewVersion parse(CreateTemplateVersionRequest said) {
    var fields = new Validations();
    TemplateWords.check(
        fields, "name", said.name(), "template_version_name", TemplateWords::isVersionName);
    TemplateWords.check(fields, "message", said.message(), "lt", TemplateWords::isText);
    fields.required("storage_method", said.storageMethod(), "oneof", FILE::equals);
    fields.check();
    var file = said.fileId();
    var hasExample = said.exampleId() != null && !said.exampleId().isEmpty();
    if (file == null || file.equals(NIL)) {
      throw hasExample ? invalid("Example not found.") : invalid("A file is needed: give file_id.");
    }
    if (hasExample) throw invalid("You cannot specify both an example_id and a file_id.");
    var template = said.templateId();
    return new NewVersion(
        Objects.requireNonNullElse(said.name(), ""),
        Objects.requireNonNullElse(said.message(), ""),
        template == null || template.equals(NIL) ? null : new TemplateId(template),
        new FileId(file));
  }

  private static Refusal invalid(String message) {
    return Refusal.of(Refusal.Kind.INVALID, message);
  }
}
