package signalbox.agent.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import signalbox.agentapi.agent.BatchCreateLogsRequest;
import signalbox.agentapi.agent.BatchCreateLogsResponse;
import signalbox.agentapi.agent.BatchUpdateAppHealthRequest;
import signalbox.agentapi.agent.BatchUpdateMetadataRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.agentapi.agent.Log;
import signalbox.agentapi.agent.Manifest;
import signalbox.agentapi.agent.Metadata;
import signalbox.agentapi.agent.Timing;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.agentapi.agent.UpdateStatsResponse;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedRequest;
import signalbox.rpc.Limits;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;

/// A server for one agent: it answers every call, remembers them, and fails as a test tells it to.
/// Thread-safe.
public final class TestServer implements AutoCloseable {
  private static final String SERVICE = "/coder.agent.v2.Agent/";

  /// A call that was answered, or would have been.
  public record Call(String method, byte[] request) {}

  /// A report that came by its route.
  public record Reported(String token, String key, String body) {}

  private final ServerSocket listening;
  private final Set<WebSocketPeer> open = ConcurrentHashMap.newKeySet();
  private final Set<String> cutting = ConcurrentHashMap.newKeySet();
  private final Map<String, RpcException> refusing = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Reported> reports = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();

  public volatile Manifest manifest = Manifests.empty().build();
  public volatile GetResourcesMonitoringConfigurationResponse monitoring =
      GetResourcesMonitoringConfigurationResponse.getDefaultInstance();

  /// What whoever dials is answered; 101 opens the line.
  public volatile int dialled = 101;

  /// What whoever reports is answered.
  public volatile int reported = 200;

  public volatile boolean logLimitReached;

  public TestServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// The tokens of those who have dialled.
  public List<String> tokens() {
    return tokens;
  }

  public List<Reported> reports() {
    return reports;
  }

  public Stream<byte[]> requests(String method) {
    return calls.stream().filter(call -> call.method.equals(method)).map(Call::request);
  }

  public List<Lifecycle> lifecycles() {
    return requests("UpdateLifecycle")
        .map(request -> read(UpdateLifecycleRequest::parseFrom, request).getLifecycle())
        .toList();
  }

  public List<String> states() {
    return lifecycles().stream().map(change -> change.getState().name()).toList();
  }

  public List<Log> logs() {
    return requests("BatchCreateLogs")
        .flatMap(request -> read(BatchCreateLogsRequest::parseFrom, request).getLogsList().stream())
        .toList();
  }

  public List<String> lines() {
    return logs().stream().map(Log::getOutput).toList();
  }

  public List<Timing> timings() {
    return requests("ScriptCompleted")
        .map(r -> read(WorkspaceAgentScriptCompletedRequest::parseFrom, r).getTiming())
        .toList();
  }

  public List<Metadata> metadata() {
    return requests("BatchUpdateMetadata")
        .flatMap(r -> read(BatchUpdateMetadataRequest::parseFrom, r).getMetadataList().stream())
        .toList();
  }

  public List<String> healths() {
    return requests("BatchUpdateAppHealths")
        .flatMap(r -> read(BatchUpdateAppHealthRequest::parseFrom, r).getUpdatesList().stream())
        .map(update -> update.getHealth().name())
        .toList();
  }

  /// Calls of a method are from now on refused; until it is allowed again.
  public void refuse(String method, long code) {
    refusing.put(method, new RpcException(code, "refused"));
  }

  public void allow(String method) {
    refusing.remove(method);
  }

  /// The next call of a method is heard, but the connection breaks before it is answered.
  public void loseAnswerTo(String method) {
    cutting.add(method);
  }

  /// Forgets all calls.
  void forget() {
    calls.clear();
  }

  /// How many connections are open.
  public int connections() {
    return open.size();
  }

  public void cut() {
    open.forEach(WebSocketPeer::close);
  }

  public void freeze() {
    open.forEach(WebSocketPeer::freeze);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      var first = line(in);
      var headers = new HashMap<String, String>();
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        var colon = line.indexOf(':');
        var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).strip());
      }
      if (first.startsWith("GET /api/v2/workspaceagents/me/rpc?")) talk(socket, in, headers);
      else report(socket, in, headers);
    } catch (IOException _) {
      // The agent is gone.
    }
  }

  private void talk(Socket socket, DataInputStream in, Map<String, String> headers)
      throws IOException {
    tokens.add(headers.getOrDefault("coder-session-token", ""));
    if (dialled != 101) {
      answer(socket, dialled);
      return;
    }
    var peer = new WebSocketPeer(socket, in, headers.getOrDefault("sec-websocket-key", ""));
    open.add(peer);
    try {
      RpcServer.over(
              peer,
              path -> java.util.Optional.of(method(path.substring(SERVICE.length()), peer)),
              Limits.DEFAULT,
              (_, _) -> {})
          .run();
    } finally {
      open.remove(peer);
    }
  }

  private Method method(String name, WebSocketPeer peer) {
    return Method.unary(
        (_, request) -> {
          var refusal = refusing.get(name);
          if (refusal != null) throw refusal;
          calls.add(new Call(name, request));
          if (cutting.remove(name)) peer.close();
          return answer(name, request);
        });
  }

  private byte[] answer(String name, byte[] request) {
    return switch (name) {
      case "GetManifest" -> manifest.toByteArray();
      case "GetResourcesMonitoringConfiguration" -> monitoring.toByteArray();
      case "UpdateStats" ->
          UpdateStatsResponse.newBuilder()
              .setReportInterval(com.google.protobuf.Duration.newBuilder().setSeconds(5))
              .build()
              .toByteArray();
      case "BatchCreateLogs" ->
          BatchCreateLogsResponse.newBuilder()
              .setLogLimitExceeded(logLimitReached)
              .build()
              .toByteArray();
      case "UpdateStartup", "UpdateLifecycle" -> request;
      default -> new byte[0];
    };
  }

  private void report(Socket socket, DataInputStream in, Map<String, String> headers)
      throws IOException {
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    reports.add(
        new Reported(
            headers.getOrDefault("coder-session-token", ""),
            headers.getOrDefault("idempotency-key", ""),
            body));
    answer(socket, reported);
  }

  private static void answer(Socket socket, int status) throws IOException {
    var body = status < 300 ? "null" : "{\"message\":\"told " + status + "\"}";
    var text =
        "HTTP/1.1 %d -\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, body.length(), body);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (var octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
      if (octet != '\r') line.append((char) octet);
    }
    return line.toString();
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private static <T> T read(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parse(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
