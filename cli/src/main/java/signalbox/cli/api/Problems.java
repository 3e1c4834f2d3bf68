package signalbox.cli.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.cli.http.Answer;
import signalbox.cli.http.Unreachable;
import signalbox.cli.terminal.Safe;
import signalbox.wire.BadJson;
import signalbox.wire.FieldError;
import signalbox.wire.Json;
import signalbox.wire.Response;

/// What to tell people when a server says no or nothing: one sentence, with what to do next.
public final class Problems {
  private static final int NOT_SIGNED_IN = 401;
  private static final int NOT_FOUND = 404;
  private static final int USUAL_PORT = 4600;
  private static final Pattern BROKEN_RULE =
      Pattern.compile("Validation failed for tag \"(\\w+)\" with value: \"(.*)\"");

  private Problems() {}

  public static Failure unreachable(Address server, Unreachable e) {
    return new Failure(Exit.FAILED, sentence(server, e), e);
  }

  private static String sentence(Address server, Unreachable e) {
    return switch (e.kind()) {
      case UNKNOWN_HOST ->
          "There is no host named "
              + server.host()
              + "; check the address "
              + server
              + " and your network.";
      case REFUSED ->
          "Nothing answers at "
              + server
              + (server.isLoopback()
                  ? "; start the server with `signalbox server" + place(server) + "`."
                  : "; check the address and whether the server is running.");
      case TIMED_OUT ->
          "The server at "
              + server
              + " does not answer in time; try again, or check the address and your network.";
      case UNTRUSTED ->
          "No secure connection to "
              + server
              + " ("
              + e.getMessage()
              + "); check its certificate, or the address.";
      case BROKEN ->
          "The connection to " + server + " broke before the answer was there; try again.";
      case NOT_HTTP -> "What answers at " + server + " does not speak HTTP; check the address.";
    };
  }

  /// What says that the server is to listen there, when that is not its usual place.
  private static String place(Address server) {
    return server.port() == USUAL_PORT ? "" : " --http-address " + server.authority();
  }

  /// An answer that is not good.
  public static Failure refused(Address server, Answer answer) {
    var told = told(answer);
    return switch (answer.status()) {
      case NOT_SIGNED_IN ->
          new Failure(
              Exit.NOT_SIGNED_IN, withoutStop(told) + "; run `signalbox login " + server + "`.");
      case NOT_FOUND -> new Failure(Exit.NOT_FOUND, told);
      default -> Failure.failed(told);
    };
  }

  /// What the server itself says, as one sentence.
  public static String told(Answer answer) {
    if (answer.status() >= 300 && answer.status() < 400)
      return "The server sends us on to "
          + Safe.text(answer.header("Location").orElse("another place"))
          + "; use that address.";
    try {
      var response = Json.read(answer.body(), Response.class);
      if (response.message() != null) return sentence(response);
    } catch (BadJson e) {
      // Something between us and the server answered; its status has to do.
    }
    return "The server answered with HTTP status " + answer.status() + ".";
  }

  private static String sentence(Response response) {
    var validations = Objects.requireNonNullElse(response.validations(), List.<FieldError>of());
    var more =
        validations.isEmpty()
            ? Objects.requireNonNullElse(response.detail(), "")
            : validations.stream().map(Problems::plainly).collect(Collectors.joining("; "));
    var message = Safe.text(response.message());
    if (more.isEmpty() || more.equals(message) || message.endsWith(" already exists."))
      return withStop(message);
    return withStop(withoutStop(message) + ": " + Safe.text(more));
  }

  /// Servers name the rule that was broken; people want to know what they may write.
  private static String plainly(FieldError error) {
    var broken = BROKEN_RULE.matcher(error.detail());
    if (!broken.matches()) return error.field() + ": " + error.detail();
    return error.field() + " \"" + broken.group(2) + "\" " + rule(broken.group(1));
  }

  private static String rule(String tag) {
    return switch (tag) {
      case "email" -> "is no email address";
      case "username", "workspace_name", "template_name", "organization_name" ->
          "may have letters, digits and single hyphens between them, at most 32 characters";
      case "required" -> "is missing";
      default -> "is not allowed (" + tag + ")";
    };
  }

  private static String withStop(String text) {
    return text.matches(".*[.!?]") ? text : text + ".";
  }

  private static String withoutStop(String text) {
    return text.replaceAll("[.!]+$", "");
  }
}
