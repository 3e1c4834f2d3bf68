package signalbox.server.agentrpc;

import com.google.protobuf.Empty;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.agentapi.agent.Connection;
import signalbox.agentapi.agent.ReportConnectionRequest;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.connection.AgentSession;
import signalbox.server.connection.AgentSessions;

/// What an agent tells of the connections that people have to it.
final class SessionCalls {
  private static final UUID NIL = new UUID(0, 0);

  private final AgentSessions sessions;
  private final InstantSource clock;

  SessionCalls(AgentSessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  void register(CallTable calls) {
    calls.unary(
        AgentCalls.SERVICE + "ReportConnection",
        ReportConnectionRequest.parser(),
        (peer, _, request) -> {
          sessions.told(peer.agent(), session(request.getConnection()));
          return Empty.getDefaultInstance();
        });
  }

  private AgentSession session(Connection said) throws RpcException {
    var id = Wire.uuid(said.getId(), "connection id from bytes");
    if (id.equals(NIL)) throw new RpcException("connection ID is nil");
    return new AgentSession(
        id,
        type(said),
        isEnd(said),
        said.hasTimestamp() ? Wire.instant(said.getTimestamp()) : clock.instant(),
        ip(said.getIp()),
        said.getStatusCode(),
        said.hasReason() ? Wire.text(said.getReason(), "the reason") : null);
  }

  private static boolean isEnd(Connection said) throws RpcException {
    return switch (said.getAction()) {
      case CONNECT -> false;
      case DISCONNECT -> true;
      case ACTION_UNSPECIFIED, UNRECOGNIZED ->
          throw new RpcException(
              "unknown agent connection action \"" + said.getActionValue() + '"');
    };
  }

  private static AgentSession.Type type(Connection said) throws RpcException {
    return switch (said.getType()) {
      case SSH -> AgentSession.Type.SSH;
      case VSCODE -> AgentSession.Type.VSCODE;
      case JETBRAINS -> AgentSession.Type.JETBRAINS;
      case RECONNECTING_PTY -> AgentSession.Type.RECONNECTING_PTY;
      case TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new RpcException("unknown agent connection type \"" + said.getTypeValue() + '"');
    };
  }

  /// Null when it cannot be read, which is no reason to lose the rest.
  private static @Nullable InetAddress ip(String text) {
    if (text.equals("localhost")) return InetAddress.getLoopbackAddress();
    try {
      return InetAddress.ofLiteral(text.replaceFirst("%.*", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
