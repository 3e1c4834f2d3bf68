package signalbox.server.template;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signalbox.server.template.TemplateParameter.Monotonic;
import signalbox.server.template.TemplateParameter.ValueType;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// Whether a value fits a parameter.
public final class ParameterCheck {
  /// Longest value, in characters.
  private static final int LENGTH_MAX = 65_536;

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?");

  private ParameterCheck() {}

  /// What is wrong with a value, or empty when nothing is.
  ///
  /// @param before the value of the build before; null: there is none
  public static Optional<String> fault(
      TemplateParameter parameter, String value, @Nullable String before) {
    return typeFault(parameter.type(), value)
        .or(() -> optionFault(parameter, value))
        .or(() -> ruleFault(parameter, value, before).map(own -> words(parameter, own)));
  }

  /// What is wrong with a value of a type, or empty when nothing is.
  public static Optional<String> typeFault(ValueType type, String value) {
    if (value.length() > LENGTH_MAX)
      return Optional.of("must have at most " + LENGTH_MAX + " characters");
    if (value.indexOf('\0') >= 0) return Optional.of("must not contain NUL");
    var fits =
        switch (type) {
          case STRING -> true;
          case NUMBER -> NUMBER.matcher(value).matches();
          case BOOL -> value.equals("true") || value.equals("false");
          case LIST -> texts(value).isPresent();
        };
    return fits ? Optional.empty() : Optional.of("must be " + inWords(type));
  }

  private static Optional<String> optionFault(TemplateParameter parameter, String value) {
    if (parameter.options().isEmpty()) return Optional.empty();
    var allowed = parameter.options().stream().map(TemplateParameter.Choice::value).toList();
    var chosen = parameter.type() == ValueType.LIST ? texts(value).orElseThrow() : List.of(value);
    return allowed.containsAll(chosen)
        ? Optional.empty()
        : Optional.of("must be one of " + String.join(", ", allowed));
  }

  private static Optional<String> ruleFault(
      TemplateParameter parameter, String value, @Nullable String before) {
    return switch (parameter.type()) {
      case STRING -> regexFault(parameter, value);
      case NUMBER -> numberFault(parameter, new BigDecimal(value), before);
      case BOOL, LIST -> Optional.empty();
    };
  }

  private static Optional<String> regexFault(TemplateParameter parameter, String value) {
    var regex = parameter.validation().regex();
    if (regex == null) return Optional.empty();
    try {
      return Pattern.compile(regex).matcher(new Patience(value)).find()
          ? Optional.empty()
          : Optional.of("must match " + regex);
    } catch (Patience.Lost e) {
      return Optional.of("takes too long to be compared with " + regex);
    }
  }

  private static Optional<String> numberFault(
      TemplateParameter parameter, BigDecimal number, @Nullable String before) {
    var rule = parameter.validation();
    if (rule.min() != null && number.compareTo(BigDecimal.valueOf(rule.min())) < 0)
      return Optional.of("must be at least " + rule.min());
    if (rule.max() != null && number.compareTo(BigDecimal.valueOf(rule.max())) > 0)
      return Optional.of("must be at most " + rule.max());
    if (rule.monotonic() == null || before == null || !NUMBER.matcher(before).matches())
      return Optional.empty();
    var step = number.compareTo(new BigDecimal(before));
    var wrong = rule.monotonic() == Monotonic.INCREASING ? step < 0 : step > 0;
    return wrong
        ? Optional.of(
            "must not be "
                + (rule.monotonic() == Monotonic.INCREASING ? "less" : "more")
                + " than before, "
                + before)
        : Optional.empty();
  }

  private static String words(TemplateParameter parameter, String own) {
    return Objects.requireNonNullElse(parameter.validation().error(), own);
  }

  private static Optional<List<String>> texts(String value) {
    try {
      return Optional.of(
          List.of(Json.read(value.getBytes(StandardCharsets.UTF_8), String[].class)));
    } catch (BadJson e) {
      return Optional.empty();
    }
  }

  private static String inWords(ValueType type) {
    return switch (type) {
      case STRING -> "a text";
      case NUMBER -> "a number, such as 4 or 0.5";
      case BOOL -> "true or false";
      case LIST -> "a JSON list of texts, such as [\"a\",\"b\"]";
    };
  }
}
