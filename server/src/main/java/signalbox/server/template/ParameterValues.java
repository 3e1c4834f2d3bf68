package signalbox.server.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.wire.BuildParameter;
import signalbox.wire.FieldError;

/// The values of a template's parameters for one build: what was given, else what the last build
/// had, else the default.
public final class ParameterValues {
  private final List<FieldError> errors = new ArrayList<>();
  private final Map<String, String> given = new HashMap<>();

  private ParameterValues() {}

  /// @param said what the request says
  /// @param last values of the build before; empty for a first build
  /// @return a value for each parameter, by name, in the template's order
  /// @throws Refusal 400 that names every wrong parameter
  public static Map<String, String> resolve(
      TemplateSpec spec, @Nullable List<BuildParameter> said, Map<String, String> last) {
    var values = new ParameterValues();
    if (said != null) said.forEach(values::take);
    var resolved = values.resolve(spec, last);
    if (values.errors.isEmpty()) return resolved;
    var first = values.errors.getFirst();
    throw Refusal.invalid("Unable to validate parameter \"" + first.field() + "\"", values.errors)
        .withDetail(first.detail());
  }

  private void take(BuildParameter parameter) {
    var name = Objects.requireNonNullElse(parameter.name(), "");
    var value = Objects.requireNonNullElse(parameter.value(), "");
    if (given.put(name, value) != null) fault(name, "is given twice");
  }

  private Map<String, String> resolve(TemplateSpec spec, Map<String, String> last) {
    var resolved = new LinkedHashMap<String, String>();
    for (var parameter : spec.parameters()) {
      var name = parameter.name();
      var before = parameter.ephemeral() ? null : last.get(name);
      var value = given.containsKey(name) ? given.remove(name) : before;
      if (value == null) value = parameter.defaultValue();
      if (value == null) {
        fault(name, "must be given");
      } else {
        fault(spec, parameter, value, before).ifPresent(detail -> fault(name, detail));
        resolved.put(name, value);
      }
    }
    given.keySet().stream().sorted().forEach(n -> fault(n, "is no parameter of this template"));
    return resolved;
  }

  private static Optional<String> fault(
      TemplateSpec spec, TemplateParameter parameter, String value, @Nullable String before) {
    if (!parameter.mutable() && before != null && !before.equals(value))
      return Optional.of("cannot be changed after the first build");
    var fault = ParameterCheck.fault(parameter, value, before);
    return fault.isEmpty() && spec.namesApps(parameter.name())
        ? Slugs.fault(value, spec.slugs())
        : fault;
  }

  private void fault(String name, String detail) {
    errors.add(new FieldError(name, detail));
  }
}
