package signalbox.server.agentrpc;

import static signalbox.server.http.Method.GET;

import signalbox.server.http.Call;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;

/// The socket on which an agent calls.
public final class AgentSocketRoutes {
  private static final String AGENT = "agent";

  private final AgentSockets sockets;

  public AgentSocketRoutes(AgentSockets sockets) {
    this.sockets = sockets;
  }

  public void register(Routes routes) {
    routes.agent(GET, "/api/v2/workspaceagents/me/rpc", this::open);
  }

  /// Others than the agent itself, such as a program that sends logs for it, say who they are; they
  /// do not make it connected.
  private Reply open(Call call) {
    var version = call.query("version").map(ApiVersion::parse).orElseGet(ApiVersion::unnamed);
    var counts = call.query("role").map(role -> role.equals(AGENT) || role.isEmpty()).orElse(true);
    var agent = call.agent();
    var arrival = sockets.arrival();
    return new Reply.Duplex(transport -> sockets.serve(agent, version, arrival, counts, transport));
  }
}
