package signalbox.server.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signalbox.wire.FieldError;

/// A request that is answered with no. Thrown where it is noticed, answered at the edge with the
/// wire's error body. Everything in it is meant for the client's eyes.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why. The edge turns it into an HTTP status, in one exhaustive switch.
  public enum Kind {
    INVALID,
    NOT_SIGNED_IN,
    FORBIDDEN,
    NOT_FOUND,
    WRONG_METHOD,
    TIMED_OUT,
    CONFLICT,
    GONE,
    UNEXPECTED_STATE,
    TOO_LARGE,
    IN_USE,
    TOO_EARLY,
    NOT_A_SOCKET,
    BYPASS_REFUSED,
    TOO_MANY,
    NOT_READY,
    UNAVAILABLE
  }

  private final Kind kind;
  private final @Nullable String detail;
  private final transient List<FieldError> validations;
  private final transient Map<String, String> headers;
  private final boolean plainText;

  private Refusal(
      Kind kind,
      String message,
      @Nullable String detail,
      List<FieldError> validations,
      Map<String, String> headers,
      boolean plainText) {
    super(message, null, false, false);
    this.kind = kind;
    this.detail = detail;
    this.validations = List.copyOf(validations);
    this.headers = Map.copyOf(headers);
    this.plainText = plainText;
  }

  public static Refusal of(Kind kind, String message) {
    return new Refusal(kind, message, null, List.of(), Map.of(), false);
  }

  public static Refusal of(Kind kind, String message, String detail) {
    return new Refusal(kind, message, detail, List.of(), Map.of(), false);
  }

  /// 400 with every wrong field named at once.
  public static Refusal invalid(String message, List<FieldError> fields) {
    return new Refusal(Kind.INVALID, message, null, fields, Map.of(), false);
  }

  public static Refusal invalid(String message, FieldError... fields) {
    return invalid(message, List.of(fields));
  }

  /// The one answer for what is not there and for what the caller may not see.
  public static Refusal notFound() {
    return of(Kind.NOT_FOUND, "Resource not found or you do not have access to this resource");
  }

  /// The caller may see it, but may not do this.
  public static Refusal forbidden() {
    return of(
        Kind.FORBIDDEN,
        "Forbidden.",
        "You don't have permission to view this content. If you believe this is a mistake, please contact your"
            + " administrator or try signing in with different credentials.");
  }

  /// The agent's token is unknown, or another build took over.
  public static Refusal staleAgent() {
    return of(
        Kind.NOT_SIGNED_IN,
        "Workspace agent not authorized.",
        "The agent cannot authenticate until the workspace provision job has been completed. If the job is no longer"
            + " running, this agent is invalid.");
  }

  /// The machine behind is not there at the moment: try again.
  public static Refusal unavailable(String detail) {
    return of(Kind.UNAVAILABLE, "The service is temporarily unavailable. Please try again.", detail)
        .withHeader("Retry-After", "1");
  }

  public Refusal withDetail(String text) {
    return new Refusal(kind, message(), text, validations, headers, plainText);
  }

  public Refusal withValidations(List<FieldError> fields) {
    return new Refusal(kind, message(), detail, fields, headers, plainText);
  }

  public Refusal withHeader(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Refusal(kind, message(), detail, validations, more, plainText);
  }

  /// The same, told as one line of plain text instead of JSON, where clients expect that.
  public Refusal asPlainText() {
    return new Refusal(kind, message(), detail, validations, headers, true);
  }

  public boolean plainText() {
    return plainText;
  }

  public Kind kind() {
    return kind;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable String detail() {
    return detail;
  }

  public List<FieldError> validations() {
    return validations;
  }

  /// Extra headers of the answer.
  public Map<String, String> headers() {
    return headers;
  }
}
