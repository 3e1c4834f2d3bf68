package signalbox.rpc.drpc;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.PacketWriter.Part;
import signalbox.rpc.yamux.Acceptor;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.StreamClosedException;

/// Calls a server's methods. Thread-safe; calls run beside each other.
///
/// Somebody has to run its [#session].
public final class RpcClient {
  private final Session session;
  private final Limits limits;
  private final Held held;

  private RpcClient(Transport transport, Limits limits) {
    this.session = new Session(transport, Session.Side.CLIENT, limits, Acceptor.NOBODY);
    this.limits = limits;
    this.held = new Held(limits.heldBytes());
  }

  /// @return its session is not running yet
  public static RpcClient over(Transport transport, Limits limits) {
    return new RpcClient(transport, limits);
  }

  public Session session() {
    return session;
  }

  /// Calls a unary method and waits for the answer. Who is interrupted has cancelled the call.
  ///
  /// @param path `/package.Service/Method`
  /// @throws CallEndedException when the session ends before the answer has come
  /// @throws RpcException as the server said it
  public byte[] call(String path, byte[] request) throws RpcException, InterruptedException {
    try (var call = begin()) {
      ask(call, path, request);
      var answer = call.receive();
      if (answer == null) throw new CallEndedException("the server has closed without an answer");
      return answer;
    }
  }

  private static void ask(ClientStream call, String path, byte[] request)
      throws RpcException, InterruptedException {
    try {
      call.write(invoke(path), new Part(Kind.MESSAGE, request), Part.of(Kind.CLOSE_SEND));
    } catch (CallEndedException _) {
      // The server may have answered before it has heard all; otherwise the answer says it again.
    }
  }

  /// Begins a streaming call. To be closed in any case.
  public ClientStream open(String path) throws RpcException, InterruptedException {
    return open(path, Map.of());
  }

  /// @param metadata what to send along
  public ClientStream open(String path, Map<String, String> metadata)
      throws RpcException, InterruptedException {
    var call = begin();
    try {
      if (!metadata.isEmpty()) {
        call.write(new Part(Kind.INVOKE_METADATA, Metadata.encode(metadata)));
      }
      call.write(invoke(path));
      return call;
    } catch (RpcException | InterruptedException e) {
      call.close();
      throw e;
    }
  }

  private ClientStream begin() throws RpcException, InterruptedException {
    try {
      return new ClientStream(session.open(stream -> new ClientChannel(stream, limits, held)));
    } catch (StreamClosedException e) {
      throw new CallEndedException(String.valueOf(e.getMessage()));
    }
  }

  private static Part invoke(String path) {
    return new Part(Kind.INVOKE, path.getBytes(StandardCharsets.UTF_8));
  }
}
