package signalbox.server.agentrpc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcServer;
import signalbox.server.access.Caller;
import signalbox.server.connection.Connections;
import signalbox.server.connection.OpenConnection;

/// Answers what agents call on their sockets. Thread-safe.
public final class AgentSockets {
  private static final Logger LOG = LoggerFactory.getLogger(AgentSockets.class);

  private final Connections connections;
  private final CallTable calls;

  public AgentSockets(Connections connections, AgentCalls agent) {
    this.connections = connections;
    this.calls = new CallTable();
    agent.register(calls);
    new TailnetCalls().register(calls);
  }

  /// As [Connections#arrival].
  long arrival() {
    return connections.arrival();
  }

  /// Serves a socket until it ends. Blocks as long.
  ///
  /// @param arrival asked for before the client heard that it is open
  /// @param counts whether it makes its agent connected
  void serve(
      Caller.Agent agent, ApiVersion version, long arrival, boolean counts, Transport transport) {
    var peer = new Peer(agent, version);
    connections.serve(
        agent,
        arrival,
        counts,
        connection ->
            RpcServer.over(
                transport,
                methods(peer, connection),
                Limits.DEFAULT,
                (path, e) -> LOG.error("{} of agent {} failed.", path, agent.agent(), e)));
  }

  /// Each call is a sign of life.
  private Methods methods(Peer peer, OpenConnection connection) {
    return path -> {
      connection.alive();
      return calls.find(peer, path);
    };
  }
}
