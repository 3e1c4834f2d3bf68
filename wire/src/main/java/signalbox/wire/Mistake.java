package signalbox.wire;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;

/// What is wrong with a text that could not be read, in words fit for who wrote it: keys and
/// places, never types of ours.
final class Mistake {
  private Mistake() {}

  static String in(JacksonException e) {
    return switch (e) {
      case InvalidNullException missing -> path(missing) + "must not be null";
      case InvalidFormatException format ->
          path(format) + "has an invalid value: expected " + kind(format.getTargetType());
      case MismatchedInputException wrong ->
          path(wrong) + "has the wrong type: expected " + kind(wrong.getTargetType());
      case DatabindException wrong -> path(wrong) + "is not valid";
      case InputCoercionException number -> path(number) + "is a number that is too large";
      case UnexpectedEndOfInputException end -> "it ends too early," + place(end);
      case StreamReadException syntax -> "syntax error" + place(syntax);
      case StreamConstraintsException _ ->
          "it is nested too deeply, or a text, a key or a number in it is too long";
      default -> "it could not be read";
    };
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) return "another one";
    if (type == String.class) return "a string";
    if (type == UUID.class) return "a UUID";
    if (type == Instant.class) return "a time like 2026-01-31T12:00:00Z";
    if (type == Boolean.class || type == boolean.class) return "true or false";
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) return "a whole number";
    if (Iterable.class.isAssignableFrom(type)) return "a list";
    return "an object";
  }

  private static String path(JacksonException e) {
    var path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the value " : (path.startsWith(".") ? path.substring(1) : path) + " ";
  }

  private static String place(StreamReadException e) {
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
