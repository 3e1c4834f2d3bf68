package signalbox.rpc.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import signalbox.rpc.Limits;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.SessionEnd;

/// A client and a server of ours on one connection.
public final class Pair implements AutoCloseable {
  public final Pipe pipe;
  public final RpcClient client;
  public final Session server;
  public final CompletableFuture<SessionEnd> clientEnd;
  public final CompletableFuture<SessionEnd> serverEnd;

  /// What handlers threw that they should not have.
  public final List<Throwable> failures = new CopyOnWriteArrayList<>();

  public Pair(Map<String, Method> methods) {
    this(new Pipe(), methods);
  }

  public Pair(Pipe pipe, Map<String, Method> methods) {
    this(pipe, methods, Limits.DEFAULT);
  }

  /// @param limits the server's
  public Pair(Pipe pipe, Map<String, Method> methods, Limits limits) {
    this.pipe = pipe;
    client = RpcClient.over(pipe.left(), Limits.DEFAULT);
    server = RpcServer.over(pipe.right(), Methods.of(methods), limits, (_, e) -> failures.add(e));
    clientEnd = run(client.session());
    serverEnd = run(server);
  }

  /// Runs a session on a virtual thread.
  public static CompletableFuture<SessionEnd> run(Session session) {
    var end = new CompletableFuture<SessionEnd>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(session.run());
              } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
              }
            });
    return end;
  }

  @Override
  public void close() {
    client.session().close();
    server.close();
    clientEnd.join();
    serverEnd.join();
  }
}
