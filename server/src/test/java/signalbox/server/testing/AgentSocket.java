package signalbox.server.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import signalbox.agentapi.agent.GetAnnouncementBannersRequest;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.ClientStream;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.yamux.SessionEnd;

/// A simulated agent: calls a server over a real socket, and answers its pings until a test freezes
/// it.
public final class AgentSocket implements AutoCloseable {
  public static final String SERVICE = "/coder.agent.v2.Agent/";
  public static final String TAILNET = "/coder.tailnet.v2.Tailnet/";

  /// Where agents connect.
  public static final String RPC = "/api/v2/workspaceagents/me/rpc";

  /// Shorter than the silence that a server bears.
  private static final Duration STEP = Duration.ofSeconds(10);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ClientSocket socket;
  private final Freezer freezer;
  private final RpcClient client;
  private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

  private AgentSocket(ClientSocket socket) {
    this.socket = socket;
    freezer = new Freezer(socket);
    client = RpcClient.over(freezer, Limits.DEFAULT);
    Thread.ofVirtual().name("agent").start(() -> end.complete(client.session().run()));
  }

  /// Connects an agent of the newest version.
  public static AgentSocket connect(Plane plane, String token) {
    return connect(plane, token, "version=2.11&role=agent");
  }

  public static AgentSocket connect(Plane plane, String token, String query) {
    return connect(plane.uri(RPC + "?" + query), token);
  }

  public static AgentSocket connect(Workshop shop, String token) {
    return connect(shop.uri(RPC), token);
  }

  private static AgentSocket connect(URI uri, String token) {
    try {
      return new AgentSocket(dial(uri, token));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The status of the answer to somebody who wants to connect: 101 when it may.
  public static int knock(URI server, String token) {
    try (var _ = dial(server.resolve(RPC), token)) {
      return 101;
    } catch (IOException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw new AssertionError(e);
    }
  }

  /// Only the socket.
  ///
  /// @throws IOException when the server does not want it
  public static ClientSocket dial(URI uri, String token) throws IOException {
    return token.isEmpty()
        ? ClientSocket.open(HTTP, uri)
        : ClientSocket.open(HTTP, uri, "Coder-Session-Token", token);
  }

  /// Calls a unary method of the agent service.
  public <A> A call(String method, MessageLite request, Parser<A> answer) throws RpcException {
    try {
      return answer.parseFrom(raw(SERVICE + method, request.toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  public byte[] raw(String path, byte[] request) throws RpcException {
    try {
      return client.call(path, request);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Begins a streaming call.
  public ClientStream open(String path) throws RpcException {
    try {
      return client.open(path);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Tells a state of its life.
  public void is(Lifecycle.State state) throws RpcException {
    call(
        "UpdateLifecycle",
        UpdateLifecycleRequest.newBuilder()
            .setLifecycle(Lifecycle.newBuilder().setState(state))
            .build(),
        Lifecycle.parser());
  }

  /// Calls something that changes nothing, which is a sign of life.
  public AgentSocket live() {
    try {
      raw(
          SERVICE + "GetAnnouncementBanners",
          GetAnnouncementBannersRequest.getDefaultInstance().toByteArray());
      return this;
    } catch (RpcException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets time pass during which the agent is there.
  public void live(SteppedTicker time, Duration duration) {
    for (var left = duration; left.isPositive(); left = left.minus(STEP)) {
      time.advance(left.compareTo(STEP) < 0 ? left : STEP);
      live();
    }
  }

  /// Stops doing anything, as SIGSTOP does. The connection stays.
  public void freeze() {
    freezer.isFrozen = true;
  }

  /// Ends the connection without a word, as SIGKILL does.
  public void kill() {
    socket.close();
  }

  /// Ends the connection with a closing handshake.
  public void leave() {
    socket.leave();
  }

  public boolean isOver() {
    return end.isDone();
  }

  /// Waits until its session is over.
  public SessionEnd awaitEnd() {
    return end.join();
  }

  @Override
  public void close() {
    freezer.thaw.countDown();
    client.session().close();
    end.join();
  }

  /// A transport on which nothing happens any more once it is frozen.
  private static final class Freezer implements Transport {
    private final Transport transport;
    private final CountDownLatch thaw = new CountDownLatch(1);
    private volatile boolean isFrozen;

    Freezer(Transport transport) {
      this.transport = transport;
    }

    @Override
    public byte @Nullable [] read() throws IOException, InterruptedException {
      var bytes = transport.read();
      if (isFrozen) thaw.await();
      return bytes;
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
      if (isFrozen) thaw.await();
      transport.write(bytes);
    }

    @Override
    public void close() {
      thaw.countDown();
      transport.close();
    }
  }
}
