package signalbox.server.session;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.POST;

import java.util.List;
import java.util.Set;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.wire.CreateTokenRequest;
import signalbox.wire.FieldError;
import signalbox.wire.Key;
import signalbox.wire.TokenConfig;

/// HTTP of API tokens.
final class TokenRoutes {
  /// `{tokenname}`: the name of one of the tokens of `{user}`.
  static final Param<ApiKey> TOKEN_NAME = new Param<>("tokenname", ApiKey.class);

  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("", "0", "f", "F", "false", "FALSE", "False");

  private final Sessions sessions;

  TokenRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  void register(Routes routes) {
    routes.lookup(TOKEN_NAME, this::find);
    routes.session(POST, "/api/v2/users/{user}/keys/tokens", this::create);
    routes.session(GET, "/api/v2/users/{user}/keys/tokens", this::list);
    routes.session(GET, "/api/v2/users/{user}/keys/tokens/tokenconfig", this::config);
    routes.session(
        GET,
        "/api/v2/users/{user}/keys/tokens/{tokenname}",
        call -> Reply.ok(call.the(TOKEN_NAME).wire()));
  }

  private ApiKey find(Call call, String text) {
    return sessions.findToken(call.the(Params.USER).id(), text).orElseThrow(Refusal::notFound);
  }

  private Reply create(Call call) {
    var user = call.the(Params.USER).id();
    var form = TokenForm.parse(call.body(CreateTokenRequest.class), sessions.longestToken(user));
    return switch (sessions.newToken(user, form.name(), form.lifetime())) {
      case TokenCreation.Created(var key) -> Reply.created(new Key(key));
      case TokenCreation.NameTaken(var name) -> throw taken(name);
    };
  }

  private static Refusal taken(String name) {
    return Refusal.of(Refusal.Kind.CONFLICT, "A token with name \"" + name + "\" already exists.")
        .withValidations(
            List.of(new FieldError("name", "This value is already in use and should be unique.")));
  }

  /// `null` instead of an empty list: clients of the wire know it so.
  private Reply list(Call call) {
    var all = flag(call, "include_all") && call.user().runsDeployment();
    var user = all ? null : call.the(Params.USER).id();
    var found = sessions.tokens(user, flag(call, "include_expired"));
    if (found.isEmpty()) return Reply.nothing();
    return Reply.ok(found.stream().map(ApiKey::wireWithOwner).toList());
  }

  private Reply config(Call call) {
    return Reply.ok(new TokenConfig(sessions.longestToken(call.the(Params.USER).id()).toNanos()));
  }

  private static boolean flag(Call call, String name) {
    var text = call.query(name).orElse("");
    if (TRUE.contains(text)) return true;
    if (FALSE.contains(text)) return false;
    throw Refusal.invalid(
        "Query parameters have invalid values.",
        new FieldError(
            name,
            "Query param \""
                + name
                + "\" must be a valid boolean: \""
                + text
                + "\" is neither true nor false"));
  }
}
