package signalbox.server.gitssh;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PUT;

import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;

/// HTTP of users' keys for git servers.
public final class GitSshKeyRoutes {
  private final GitSshKeys keys;

  public GitSshKeyRoutes(GitSshKeys keys) {
    this.keys = keys;
  }

  /// After the routes of users, whose lookup it needs.
  public void register(Routes routes) {
    routes
        .session(
            GET,
            "/api/v2/users/{user}/gitsshkey",
            call -> Reply.ok(keys.of(call.the(Params.USER).id()).wire()))
        .session(
            PUT,
            "/api/v2/users/{user}/gitsshkey",
            call -> Reply.ok(keys.renew(call.the(Params.USER).id()).wire()))
        .agent(GET, "/api/v2/workspaceagents/me/gitsshkey", this::whole);
  }

  private Reply whole(Call call) {
    return keys.whole(call.agent().owner())
        .map(Reply::ok)
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "The git SSH key cannot be handed out.",
                    "The server's key file agent-token.key has changed since it was made. Its user gets"
                        + " a new one with PUT /api/v2/users/me/gitsshkey."));
  }
}
