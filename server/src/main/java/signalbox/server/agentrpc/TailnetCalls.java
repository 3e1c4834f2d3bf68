package signalbox.server.agentrpc;

import java.util.concurrent.CountDownLatch;
import signalbox.agentapi.tailnet.CoordinateRequest;
import signalbox.agentapi.tailnet.CoordinateResponse;
import signalbox.agentapi.tailnet.DERPMap;
import signalbox.agentapi.tailnet.StreamDERPMapsRequest;
import signalbox.agentapi.tailnet.TelemetryRequest;
import signalbox.agentapi.tailnet.TelemetryResponse;
import signalbox.rpc.drpc.Call;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.ServerStream;

/// The calls about the network between agents and their users, which is not here: no relay, no
/// tunnels. Agents drop their connection when one of the two streams ends, so both are held as long
/// as the agent wants, and with an empty map of relays they ask for nothing more.
public final class TailnetCalls {
  private static final String SERVICE = "/coder.tailnet.v2.Tailnet/";

  /// Agents crash over a map without `home_params`, even if those are empty.
  static final DERPMap NO_RELAYS =
      DERPMap.newBuilder().setHomeParams(DERPMap.HomeParams.getDefaultInstance()).build();

  void register(CallTable calls) {
    calls
        .streaming(SERVICE + "StreamDERPMaps", (_, stream) -> streamMaps(stream))
        .streaming(SERVICE + "Coordinate", TailnetCalls::coordinate)
        .unary(
            SERVICE + "PostTelemetry",
            TelemetryRequest.parser(),
            (_, _, _) -> TelemetryResponse.getDefaultInstance())
        .leftOut(SERVICE + "RefreshResumeToken")
        .leftOut(SERVICE + "WorkspaceUpdates");
  }

  /// Sends the map, and holds the call.
  public static void streamMaps(ServerStream stream) throws RpcException, InterruptedException {
    var request = stream.receive();
    if (request == null) return;
    Method.decode(StreamDERPMapsRequest::parseFrom, request);
    stream.send(NO_RELAYS.toByteArray());
    awaitEnd(stream);
  }

  public static void awaitEnd(Call call) throws InterruptedException {
    var ended = new CountDownLatch(1);
    call.onEnd(ended::countDown);
    ended.await();
  }

  /// Holds the call until the agent says that it disconnects; it waits for the end of the call
  /// then.
  private static void coordinate(Peer peer, ServerStream stream)
      throws RpcException, InterruptedException {
    for (var message = stream.receive(); message != null; message = stream.receive()) {
      var request = Method.decode(CoordinateRequest::parseFrom, message);
      var refusal = NodeAddresses.refusal(peer.agent().agent(), request);
      if (refusal.isPresent()) {
        answer(stream, "authorization: " + refusal.get());
        return;
      }
      if (request.hasDisconnect()) return;
      for (var ready : request.getReadyForHandshakeList()) {
        var other = Wire.uuid(ready.getId(), "ready for handshake");
        answer(
            stream, "ready for handshake error: you do not share a tunnel with \"" + other + '"');
      }
    }
    awaitEnd(stream);
  }

  private static void answer(ServerStream stream, String error)
      throws RpcException, InterruptedException {
    stream.send(CoordinateResponse.newBuilder().setError(error).build().toByteArray());
  }
}
