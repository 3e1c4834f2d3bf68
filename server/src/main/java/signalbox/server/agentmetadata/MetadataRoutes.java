package signalbox.server.agentmetadata;

import static signalbox.server.http.Method.GET;

import signalbox.server.http.Call;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.stream.StreamGuard;

/// HTTP of agents' metadata.
public final class MetadataRoutes {
  private final MetadataWatchers watchers;
  private final StreamGuard guard;

  /// @param guard ends streams whose reader loses the right
  public MetadataRoutes(MetadataWatchers watchers, StreamGuard guard) {
    this.watchers = watchers;
    this.guard = guard;
  }

  /// After the routes of agents, whose lookup it needs.
  public void register(Routes routes) {
    var agent = "/api/v2/workspaceagents/{workspaceagent}";
    routes
        .session(GET, agent + "/watch-metadata", call -> new Reply.EventStream(watching(call)))
        .session(GET, agent + "/watch-metadata-ws", call -> new Reply.Socket(watching(call)));
  }

  private Reply.Opening watching(Call call) {
    var agent = call.the(Params.AGENT);
    var session = call.user();
    var first = watchers.firstLook(agent.id());
    return outlet -> {
      guard.guard(outlet, session, agent.owner());
      watchers.watch(agent.id(), first, outlet);
    };
  }
}
