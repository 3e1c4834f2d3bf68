package signalbox.server.session;

import static signalbox.server.http.Method.DELETE;
import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.POST;
import static signalbox.server.http.Method.PUT;

import java.util.List;
import java.util.function.Consumer;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Access;
import signalbox.server.http.Call;
import signalbox.server.http.Cookies;
import signalbox.server.http.Credentials;
import signalbox.server.http.Limit;
import signalbox.server.http.Param;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Route;
import signalbox.server.http.Routes;
import signalbox.server.user.AccountForm;
import signalbox.wire.AuthMethods;
import signalbox.wire.Key;
import signalbox.wire.LoginWithPasswordRequest;
import signalbox.wire.Response;
import signalbox.wire.SessionToken;

/// HTTP of signing in and out, and of single keys.
public final class SessionRoutes {
  /// `{key}`: the public half of one of the keys of `{user}`.
  static final Param<ApiKey> KEY = new Param<>("key", ApiKey.class);

  private static final AuthMethods METHODS =
      new AuthMethods(
          new AuthMethods.Password(true),
          new AuthMethods.GitHub(false, false),
          new AuthMethods.Oidc(false, "", ""));

  private final Sessions sessions;
  private final TokenRoutes tokens;
  private final boolean secureCookies;

  /// @param secureCookies whether browsers are to send the cookie over HTTPS only
  public SessionRoutes(Sessions sessions, boolean secureCookies) {
    this.sessions = sessions;
    this.tokens = new TokenRoutes(sessions);
    this.secureCookies = secureCookies;
  }

  public void register(Routes routes) {
    routes.lookup(KEY, this::find);
    routes.add(new Route(POST, "/api/v2/users/login", Access.OPEN, Limit.LOGIN, this::login));
    routes.open(GET, "/api/v2/users/authmethods", _ -> Reply.ok(METHODS));
    routes.session(POST, "/api/v2/users/logout", this::logout);
    routes.session(POST, "/api/v2/users/{user}/keys", this::create);
    routes.session(GET, "/api/v2/users/{user}/keys/{key}", call -> Reply.ok(call.the(KEY).wire()));
    routes.session(DELETE, "/api/v2/users/{user}/keys/{key}", call -> end(call, sessions::delete));
    routes.session(
        PUT, "/api/v2/users/{user}/keys/{key}/expire", call -> end(call, sessions::expire));
    tokens.register(routes);
  }

  private ApiKey find(Call call, String text) {
    return sessions.find(call.the(Params.USER).id(), text).orElseThrow(Refusal::notFound);
  }

  private Reply login(Call call) {
    var request = call.body(LoginWithPasswordRequest.class);
    var validations = new Validations();
    var email = validations.required("email", request.email(), "email", AccountForm::isEmail);
    var password = validations.required("password", request.password());
    validations.check();
    return switch (sessions.login(email, password)) {
      case Login.SignedIn(var key) ->
          Reply.created(new SessionToken(key))
              .with("Set-Cookie", Cookies.set(Credentials.SESSION_COOKIE, key, secureCookies));
      case Login.Wrong _ ->
          throw Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "Incorrect email or password.");
      case Login.Suspended _ ->
          throw Refusal.of(
              Refusal.Kind.NOT_SIGNED_IN,
              "Your account is suspended. Contact an admin to reactivate your account.");
    };
  }

  private Reply logout(Call call) {
    sessions.delete(call.user().keyId());
    return Reply.ok(new Response("Logged out!", null, List.of()))
        .with("Set-Cookie", Cookies.clear(Credentials.SESSION_COOKIE));
  }

  private Reply create(Call call) {
    return Reply.created(new Key(sessions.newSession(call.the(Params.USER).id())));
  }

  private static Reply end(Call call, Consumer<String> how) {
    how.accept(call.the(KEY).id());
    return Reply.noContent();
  }
}
