package signalbox.server.template.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import signalbox.server.template.ParameterCheck;
import signalbox.server.template.TemplateParameter;
import signalbox.server.template.TemplateParameter.Choice;
import signalbox.server.template.TemplateParameter.Monotonic;
import signalbox.server.template.TemplateParameter.Validation;
import signalbox.server.template.TemplateParameter.ValueType;
import signalbox.wire.Json;

/// Reads parameters.
final class ParameterReader {
  private static final int OPTIONS_MAX = 100;
  private static final int ENTRIES_MAX = 100;
  private static final List<String> TYPES =
      Stream.of(ValueType.values()).map(ValueType::word).toList();
  private static final List<String> DIRECTIONS =
      Stream.of(Monotonic.values()).map(Monotonic::word).toList();

  private final Mapping mapping;
  private final ValueType type;

  private ParameterReader(Mapping mapping, ValueType type) {
    this.mapping = mapping;
    this.type = type;
  }

  static TemplateParameter read(Mapping mapping, Names names) {
    var name = names.take(mapping, "name", Form.PARAMETER_NAME);
    var word = mapping.choice("type", TYPES, ValueType.STRING.word());
    var type =
        Stream.of(ValueType.values()).filter(t -> t.word().equals(word)).findFirst().orElseThrow();
    return new ParameterReader(mapping, type).read(name);
  }

  private TemplateParameter read(String name) {
    var given = mapping.find("default");
    var parameter =
        new TemplateParameter(
            name,
            mapping.text("display_name", Form.TITLE),
            mapping.text("description", Form.TEXT),
            type,
            given.flatMap(this::text).orElse(null),
            mapping.flag("mutable", false),
            mapping.flag("ephemeral", false),
            options(),
            mapping.find("validation").map(this::validation).orElse(Validation.NONE));
    mapping.end();
    given.ifPresent(value -> checkDefault(parameter, value));
    if (parameter.ephemeral() && !parameter.mutable())
      mapping.self().fault("is ephemeral, so it must be mutable");
    if (parameter.ephemeral() && given.isEmpty())
      mapping.self().fault("is ephemeral, so it needs a default for the builds that give none");
    return parameter;
  }

  private void checkDefault(TemplateParameter parameter, Value given) {
    var value = parameter.defaultValue();
    if (value == null) return;
    ParameterCheck.fault(parameter, value, null).ifPresent(given::fault);
  }

  private Optional<String> text(Value value) {
    if (type != ValueType.LIST) return value.plainText();
    var entries = new ArrayList<String>();
    for (var entry : value.list(ENTRIES_MAX)) entry.plainText().ifPresent(entries::add);
    return Optional.of(Json.text(entries));
  }

  private List<Choice> options() {
    var options = new ArrayList<Choice>();
    var seen = new HashSet<String>();
    for (var item : mapping.list("options", OPTIONS_MAX)) {
      var option = item.mapping();
      var value = option.need("value").flatMap(Value::plainText).orElse("");
      if (!seen.add(value)) item.fault("there is another option with the value " + value);
      if (ParameterCheck.typeFault(type == ValueType.LIST ? ValueType.STRING : type, value)
          .isPresent()) item.fault("the value is no " + type.word());
      var name = option.text("name", Form.TITLE);
      options.add(
          new Choice(
              name.isEmpty() ? value : name,
              value,
              option.text("description", Form.TEXT),
              option.text("icon", Form.ICON)));
      option.end();
    }
    return options;
  }

  private Validation validation(Value value) {
    var keys = value.mapping();
    var regex = only(keys, "regex", ValueType.STRING).flatMap(this::regex);
    var min = only(keys, "min", ValueType.NUMBER).flatMap(ParameterReader::bound);
    var max = only(keys, "max", ValueType.NUMBER).flatMap(ParameterReader::bound);
    var way = only(keys, "monotonic", ValueType.NUMBER).flatMap(v -> v.choice(DIRECTIONS));
    var error = keys.text("error", Form.LINE);
    keys.end();
    if (min.isPresent() && max.isPresent() && min.get() > max.get())
      value.fault("min is more than max");
    return new Validation(
        regex.orElse(null),
        error.isEmpty() ? null : error,
        min.orElse(null),
        max.orElse(null),
        way.map(w -> Monotonic.valueOf(w.toUpperCase(Locale.ROOT))).orElse(null));
  }

  private Optional<Value> only(Mapping keys, String key, ValueType wanted) {
    var found = keys.find(key);
    if (found.isPresent() && type != wanted) {
      found.get().fault("is for parameters of the type " + wanted.word() + " only");
      return Optional.empty();
    }
    return found;
  }

  private static Optional<Integer> bound(Value value) {
    return value.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private Optional<String> regex(Value value) {
    var regex = value.text(Form.LINE);
    try {
      regex.ifPresent(Pattern::compile);
    } catch (PatternSyntaxException e) {
      value.fault("is no regular expression: " + e.getDescription());
    }
    return regex;
  }
}
