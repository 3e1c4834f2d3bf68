package signalbox.rpc.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import signalbox.rpc.Limits;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.SessionEnd;

/// A client and a server of ours on one TCP connection.
public final class Sockets implements AutoCloseable {
  public final RpcClient client;
  private final Session server;
  private final CompletableFuture<SessionEnd> clientEnd;
  private final CompletableFuture<SessionEnd> serverEnd;

  public Sockets(Map<String, Method> methods) throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      client = RpcClient.over(new SocketTransport(near), Limits.DEFAULT);
      server =
          RpcServer.over(
              new SocketTransport(listening.accept()),
              Methods.of(methods),
              Limits.DEFAULT,
              (_, _) -> {});
    }
    clientEnd = Pair.run(client.session());
    serverEnd = Pair.run(server);
  }

  @Override
  public void close() {
    client.session().close();
    clientEnd.join();
    serverEnd.join();
  }
}
