package signalbox.server.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.wire.BuildParameter;
import signalbox.wire.CreateWorkspaceRequest;
import signalbox.wire.FieldError;

/// A workspace that somebody wants: made from outside words once, at the edge.
///
/// @param templateId null when the version is given
/// @param templateVersionId null when the template is given, whose active version it then is
/// @param autostartSchedule a [Schedule]; null: off
/// @param ttlMs null: as the template says
/// @param parameters null: none
record NewWorkspace(
    @Nullable UUID templateId,
    @Nullable UUID templateVersionId,
    String name,
    @Nullable String autostartSchedule,
    @Nullable Long ttlMs,
    String automaticUpdates,
    @Nullable List<BuildParameter> parameters) {

  static final Set<String> AUTOMATIC_UPDATES = Set.of("always", "never");

  private static final UUID NIL = new UUID(0, 0);

  /// @throws Refusal 400 that names every wrong field; its message is about the first
  static NewWorkspace parse(CreateWorkspaceRequest said) {
    var faults = new Faults();
    var name = Objects.requireNonNullElse(said.name(), "");
    if (!WorkspaceName.isValid(name)) faults.tag("name", WorkspaceName.TAG, name);
    var template = idOrNull(said.templateId());
    var version = idOrNull(said.templateVersionId());
    checkEither(template, version, faults);
    var updates = emptyIsNull(said.automaticUpdates());
    if (updates != null && !AUTOMATIC_UPDATES.contains(updates)) {
      faults.tag("automatic_updates", "oneof", updates);
    }
    Schedule.fault(said.autostartSchedule())
        .ifPresent(f -> faults.add("Invalid Autostart Schedule.", "schedule", f));
    TimeToStop.fault(said.ttlMs())
        .ifPresent(f -> faults.add("Invalid Workspace Time to Shutdown.", "ttl_ms", f));
    faults.check();
    return new NewWorkspace(
        template,
        version,
        name,
        emptyIsNull(said.autostartSchedule()),
        said.ttlMs(),
        Objects.requireNonNullElse(updates, "never"),
        said.richParameterValues());
  }

  private static void checkEither(@Nullable UUID template, @Nullable UUID version, Faults faults) {
    if ((template == null) != (version == null)) return;
    var tag = template == null ? "required_without" : "excluded_with";
    faults.tag("template_id", tag, String.valueOf(Objects.requireNonNullElse(template, NIL)));
    faults.tag(
        "template_version_id", tag, String.valueOf(Objects.requireNonNullElse(version, NIL)));
  }

  private static @Nullable UUID idOrNull(@Nullable UUID id) {
    return NIL.equals(id) ? null : id;
  }

  private static @Nullable String emptyIsNull(@Nullable String text) {
    return "".equals(text) ? null : text;
  }

  /// Wrong fields, each with the message that it would have alone.
  private static final class Faults {
    private final List<FieldError> errors = new ArrayList<>();
    private String message = "";

    void tag(String field, String tag, String value) {
      var detail = "Validation failed for tag \"" + tag + "\" with value: \"" + value + "\"";
      add("Validation failed.", field, detail);
    }

    void add(String alone, String field, String detail) {
      if (errors.isEmpty()) message = alone;
      errors.add(new FieldError(field, detail));
    }

    void check() {
      if (!errors.isEmpty()) throw Refusal.invalid(message, errors);
    }
  }
}
