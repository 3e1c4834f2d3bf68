package signalbox.server.tailnet;

import static signalbox.server.http.Method.GET;

import java.util.List;
import signalbox.server.access.Refusal;
import signalbox.server.agentrpc.ApiVersion;
import signalbox.server.http.Call;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.wire.FieldError;

/// The sockets on which clients of users call.
public final class TailnetRoutes {
  /// What who names no version wants from an agent's socket; nobody speaks it any more.
  private static final String OLDEST = "1.0";

  private final TailnetSockets sockets;

  public TailnetRoutes(TailnetSockets sockets) {
    this.sockets = sockets;
  }

  /// After the routes of agents, whose lookups it needs.
  public void register(Routes routes) {
    routes.session(
        GET,
        "/api/v2/tailnet",
        call -> {
          var _ = call.query("version").map(ApiVersion::parse).orElseGet(ApiVersion::unnamed);
          return open(call, true);
        });
    routes.session(
        GET,
        "/api/v2/workspaceagents/{workspaceagent}/coordinate",
        call -> {
          var _ = ApiVersion.parse(call.query("version").orElse(OLDEST));
          return open(call, false);
        });
  }

  private Reply open(Call call, boolean lists) {
    checkResumption(call);
    var caller = call.user();
    return new Reply.Duplex(transport -> sockets.serve(caller, lists, transport));
  }

  /// We give out no tokens to resume with, so each is a wrong one.
  private static void checkResumption(Call call) {
    if (call.query("resume_token").filter(token -> !token.isEmpty()).isEmpty()) return;
    throw Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "Invalid resume token.")
        .withValidations(List.of(new FieldError("resume_token", "Invalid resume token")));
  }
}
