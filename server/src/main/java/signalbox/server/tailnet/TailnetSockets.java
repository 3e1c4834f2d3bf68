package signalbox.server.tailnet;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.agentapi.tailnet.CoordinateRequest;
import signalbox.agentapi.tailnet.TelemetryResponse;
import signalbox.agentapi.tailnet.WorkspaceUpdatesRequest;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.drpc.ServerStream;
import signalbox.rpc.yamux.Session;
import signalbox.server.access.Caller;
import signalbox.server.agentrpc.TailnetCalls;
import signalbox.server.agentrpc.Wire;
import signalbox.server.id.UserId;
import signalbox.server.stream.StreamGuard;

/// Answers what clients of users call about the network: there are no relays and no tunnels, but
/// there is the list of workspaces. Thread-safe.
public final class TailnetSockets {
  private static final Logger LOG = LoggerFactory.getLogger(TailnetSockets.class);
  private static final String SERVICE = "/coder.tailnet.v2.Tailnet/";

  private final WorkspaceUpdates updates;
  private final StreamGuard guard;

  /// @param guard ends sockets of callers that are signed out
  public TailnetSockets(WorkspaceUpdates updates, StreamGuard guard) {
    this.updates = updates;
    this.guard = guard;
  }

  /// Serves a socket until it ends. Blocks as long.
  ///
  /// @param lists whether it can be asked for workspaces
  void serve(Caller.Session caller, boolean lists, Transport transport) {
    var self = new AtomicReference<@Nullable Session>();
    Runnable end = () -> Objects.requireNonNull(self.get()).close();
    var session =
        RpcServer.over(
            transport,
            methods(caller, lists, end),
            Limits.DEFAULT,
            (path, e) -> LOG.error("{} of user {} failed.", path, caller.user(), e));
    self.set(session);
    try (var _ = guard.guard(caller, caller.user(), end)) {
      session.run();
    }
  }

  private Methods methods(Caller.Session caller, boolean lists, Runnable end) {
    var telemetry = TelemetryResponse.getDefaultInstance().toByteArray();
    return Methods.of(
        Map.of(
            SERVICE + "StreamDERPMaps", Method.streaming(TailnetCalls::streamMaps),
            SERVICE + "Coordinate", Method.streaming(TailnetSockets::coordinate),
            SERVICE + "PostTelemetry", Method.unary((_, _) -> telemetry),
            SERVICE + "RefreshResumeToken", Method.streaming(_ -> leftOut()),
            SERVICE + "WorkspaceUpdates",
                Method.streaming(stream -> list(caller, lists, stream, end))));
  }

  private void list(Caller.Session caller, boolean lists, ServerStream stream, Runnable end)
      throws RpcException, InterruptedException {
    if (!lists) leftOut();
    var request = stream.receive();
    if (request == null) return;
    var asked = Method.decode(WorkspaceUpdatesRequest::parseFrom, request).getWorkspaceOwnerId();
    updates.tell(caller, new UserId(Wire.uuid(asked, "parse owner ID")), stream, end);
  }

  /// Holds the call until the client leaves: whom it wants to reach never answers.
  private static void coordinate(ServerStream stream) throws RpcException, InterruptedException {
    for (var message = stream.receive(); message != null; message = stream.receive()) {
      if (Method.decode(CoordinateRequest::parseFrom, message).hasDisconnect()) return;
    }
    TailnetCalls.awaitEnd(stream);
  }

  private static void leftOut() throws RpcException {
    throw RpcException.unimplemented();
  }
}
