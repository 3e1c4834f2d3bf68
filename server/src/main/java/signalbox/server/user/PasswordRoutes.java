package signalbox.server.user;

import static signalbox.server.http.Method.POST;
import static signalbox.server.http.Method.PUT;

import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Access;
import signalbox.server.http.Call;
import signalbox.server.http.Limit;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Route;
import signalbox.server.http.Routes;
import signalbox.wire.FieldError;
import signalbox.wire.PasswordValidity;
import signalbox.wire.UpdatePasswordRequest;
import signalbox.wire.ValidatePasswordRequest;

/// HTTP of passwords.
final class PasswordRoutes {
  private final Accounts accounts;

  PasswordRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  void register(Routes routes) {
    routes.add(
        new Route(
            POST, "/api/v2/users/validate-password", Access.OPEN, Limit.LOGIN, this::validate));
    routes.add(
        new Route(PUT, "/api/v2/users/{user}/password", Access.SESSION, Limit.LOGIN, this::change));
  }

  /// @throws Refusal 400 when the password is too easy to guess
  static void requireStrong(String password, String message) {
    PasswordStrength.fault(password)
        .ifPresent(
            fault -> {
              throw Refusal.invalid(message, new FieldError("password", fault));
            });
  }

  private Reply validate(Call call) {
    var validations = new Validations();
    var password =
        validations.required("password", call.body(ValidatePasswordRequest.class).password());
    validations.check();
    var fault = PasswordStrength.fault(password);
    return Reply.ok(new PasswordValidity(fault.isEmpty(), fault.orElse("")));
  }

  private Reply change(Call call) {
    var request = call.body(UpdatePasswordRequest.class);
    var validations = new Validations();
    var password = validations.required("password", request.password());
    validations.check();
    var user = call.the(Params.USER).id();
    var old = user.equals(call.user().user()) ? requireOld(request.oldPassword()) : null;
    requireStrong(password, "Invalid password.");
    return switch (accounts.changePassword(user, old, password)) {
      case PasswordChange.Done _ -> Reply.noContent();
      case PasswordChange.OldIsWrong _ ->
          throw Refusal.invalid(
              "Old password is incorrect.",
              new FieldError("old_password", "Old password is incorrect."));
      case PasswordChange.Same _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "New password cannot match old password.");
    };
  }

  private static String requireOld(@Nullable String old) {
    if (old != null && !old.isEmpty()) return old;
    throw Refusal.invalid(
        "Old password is required.", new FieldError("old_password", "Old password is required."));
  }
}
