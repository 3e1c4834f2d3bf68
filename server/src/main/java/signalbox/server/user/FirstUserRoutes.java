package signalbox.server.user;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.POST;

import java.util.List;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Call;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.organization.Organizations;
import signalbox.wire.CreateFirstUserRequest;
import signalbox.wire.NewDeployment;
import signalbox.wire.Response;

/// HTTP of the first user: whoever comes first to a new server owns it.
final class FirstUserRoutes {
  private final Accounts accounts;

  FirstUserRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  void register(Routes routes) {
    routes.open(GET, "/api/v2/users/first", _ -> isThere());
    routes.open(POST, "/api/v2/users/first", this::create);
  }

  private Reply isThere() {
    if (accounts.any())
      return Reply.ok(new Response("The initial user has already been created!", null, List.of()));
    throw Refusal.of(Refusal.Kind.NOT_FOUND, "The initial user has not been created!");
  }

  private Reply create(Call call) {
    var request = call.body(CreateFirstUserRequest.class);
    var validations = new Validations();
    var email = validations.required("email", request.email(), "email", AccountForm::isEmail);
    var username =
        validations.required("username", request.username(), "username", AccountForm::isUsername);
    var name =
        validations.optional("name", request.name(), "user_real_name", AccountForm::isRealName);
    var password = validations.required("password", request.password());
    validations.check();
    if (accounts.any()) throw tooLate();
    PasswordRoutes.requireStrong(password, "Password is invalid");
    var draft =
        new NewAccount(
            email,
            username,
            name,
            password,
            Account.ACTIVE,
            List.of(Account.OWNER),
            List.of(Organizations.DEFAULT));
    return switch (accounts.createFirst(draft)) {
      case FirstCreation.Created(var account, var organization) ->
          Reply.created(new NewDeployment(account.id().value(), organization.value()));
      case FirstCreation.TooLate _ -> throw tooLate();
    };
  }

  private static Refusal tooLate() {
    return Refusal.of(Refusal.Kind.CONFLICT, "The initial user has already been created.");
  }
}
