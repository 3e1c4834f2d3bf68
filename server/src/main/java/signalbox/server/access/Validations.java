package signalbox.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import signalbox.wire.FieldError;

/// What is wrong with the fields of a request's body, told all at once in the words of the wire.
public final class Validations {
  private final List<FieldError> faults = new ArrayList<>();

  /// A text that must be there and be right.
  ///
  /// @param tag the wire's name for what it must be
  public String required(
      String field, @Nullable String value, String tag, Predicate<String> isRight) {
    if (value == null || value.isEmpty()) fault(field, "required", "");
    else if (!isRight.test(value)) fault(field, tag, value);
    return Optional.ofNullable(value).orElse("");
  }

  /// A text that must be there. It is not repeated in the answer, so it may be a secret.
  public String required(String field, @Nullable String value) {
    return required(field, value, "required", _ -> true);
  }

  /// A text that may be left out, but must be right when it is there.
  public String optional(
      String field, @Nullable String value, String tag, Predicate<String> isRight) {
    if (value == null || value.isEmpty()) return "";
    if (!isRight.test(value)) fault(field, tag, value);
    return value;
  }

  public void fault(String field, String tag, String value) {
    faults.add(
        new FieldError(
            field, "Validation failed for tag \"" + tag + "\" with value: \"" + value + "\""));
  }

  /// @throws Refusal 400 when anything is wrong
  public void check() {
    if (!faults.isEmpty()) throw Refusal.invalid("Validation failed.", faults);
  }
}
