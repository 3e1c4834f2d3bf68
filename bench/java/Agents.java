import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import signalbox.agentapi.agent.BatchCreateLogsRequest;
import signalbox.agentapi.agent.BatchUpdateMetadataRequest;
import signalbox.agentapi.agent.GetManifestRequest;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.agentapi.agent.Log;
import signalbox.agentapi.agent.Metadata;
import signalbox.agentapi.agent.Startup;
import signalbox.agentapi.agent.Stats;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.agentapi.agent.UpdateStartupRequest;
import signalbox.agentapi.agent.UpdateStatsRequest;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;
import signalbox.rpc.Inflow;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;

/// Simulated agents: each holds a socket with the two streams that a real one holds, and sends two
/// values of metadata and a line of log every 10 seconds, and statistics every 30.
///
/// `Agents.java equip` gives the built-in template's agent its metadata; `Agents.java ADDRESS TOKENS
/// SECONDS` connects one agent for each line of the file, prints a line when all are connected, one
/// after so many seconds, and one when all have left. `JDBC_URL`, `DB_USER` and `DB_PASSWORD` say
/// where the database is.
final class Agents {
  private static final String AGENT = "/coder.agent.v2.Agent/";
  private static final String TAILNET = "/coder.tailnet.v2.Tailnet/";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();
  private static final AtomicInteger LOST = new AtomicInteger();
  private static final ConcurrentLinkedQueue<Long> NANOS = new ConcurrentLinkedQueue<>();
  private static final CountDownLatch OVER = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("equip")) equip();
    else run(arguments[0], Files.readAllLines(Path.of(arguments[1])), Long.parseLong(arguments[2]));
  }

  private static void equip() throws SQLException {
    var metadata =
        "{\"metadata\":[%s,%s]}"
            .formatted(
                "{\"key\":\"cpu\",\"display_name\":\"CPU\",\"script\":\"x\",\"interval_seconds\":10,\"timeout_seconds\":2,\"order\":1}",
                "{\"key\":\"mem\",\"display_name\":\"Memory\",\"script\":\"x\",\"interval_seconds\":10,\"timeout_seconds\":2,\"order\":2}");
    query(
        "WITH u AS (UPDATE template_versions SET spec = jsonb_set(spec, '{resources,0,agents,0}',"
            + " (spec #> '{resources,0,agents,0}') || '"
            + metadata
            + "'::jsonb) RETURNING 1) SELECT count(*) FROM u");
  }

  private static void run(String address, List<String> tokens, long seconds) throws Exception {
    var uri =
        URI.create(
            address.replaceFirst("^http", "ws")
                + "/api/v2/workspaceagents/me/rpc?version=2.11&role=agent");
    var began = System.nanoTime();
    var agents = new ArrayList<CompletableFuture<Socket>>();
    for (var i = 0; i < tokens.size(); i++) {
      var connected = new CompletableFuture<Socket>();
      agents.add(connected);
      var token = tokens.get(i);
      var number = i;
      Thread.ofVirtual().start(() -> live(uri, token, number, tokens.size(), connected));
      if (i % 20 == 19) agents.get(i - 19).join();
    }
    var sockets = new ArrayList<Socket>();
    for (var agent : agents) sockets.add(agent.get(120, TimeUnit.SECONDS));
    var commits = commits();
    System.out.printf("connected=%d connect_s=%.1f%n", sockets.size(), seconds(began));
    CALLS.set(0);
    NANOS.clear();
    Thread.sleep(seconds * 1000);
    var sorted = NANOS.stream().sorted().toList();
    System.out.printf(
        "calls=%d failed=%d lost=%d p50_ms=%.1f p99_ms=%.1f commits_per_s=%.1f silent_s=%.1f late=%d events=%d%n",
        CALLS.get(),
        FAILED.get(),
        LOST.get(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        (commits() - commits) / (double) seconds,
        query(
            "SELECT extract(epoch FROM max(now() - last_connected_at)) FROM agents WHERE connection_id IS NOT NULL"),
        (int) query("SELECT count(*) FROM agents WHERE connection_id IS NULL"),
        (int) query("SELECT count(*) FROM events WHERE kind = 'agt_connection_update'"));
    OVER.countDown();
    began = System.nanoTime();
    for (var socket : sockets) socket.leave();
    while (query("SELECT count(*) FROM agents WHERE connection_id IS NOT NULL") > 0
        && seconds(began) < 30) Thread.sleep(50);
    System.out.printf(
        "leave_s=%.1f still=%d%n",
        seconds(began),
        (int) query("SELECT count(*) FROM agents WHERE connection_id IS NOT NULL"));
    System.exit(0);
  }

  private static void live(
      URI uri, String token, int number, int of, CompletableFuture<Socket> connected) {
    try {
      var socket = new Socket();
      var client = RpcClient.over(socket, Limits.DEFAULT);
      socket.socket.complete(
          HTTP.newWebSocketBuilder()
              .header("Coder-Session-Token", token)
              .buildAsync(uri, socket)
              .get());
      Thread.ofVirtual()
          .start(
              () -> {
                client.session().run();
                if (OVER.getCount() > 0) LOST.incrementAndGet();
              });
      begin(client);
      connected.complete(socket);
      work(client, number, of);
    } catch (Exception e) {
      connected.completeExceptionally(e);
      if (OVER.getCount() > 0) System.err.println(e);
    }
  }

  private static void begin(RpcClient client) throws Exception {
    call(client, "GetManifest", GetManifestRequest.getDefaultInstance().toByteArray());
    call(
        client,
        "UpdateStartup",
        UpdateStartupRequest.newBuilder()
            .setStartup(Startup.newBuilder().setVersion("v2.26.6"))
            .build()
            .toByteArray());
    call(
        client,
        "UpdateLifecycle",
        UpdateLifecycleRequest.newBuilder()
            .setLifecycle(Lifecycle.newBuilder().setState(Lifecycle.State.READY))
            .build()
            .toByteArray());
    var maps = client.open(TAILNET + "StreamDERPMaps");
    maps.send(new byte[0]);
    maps.receive();
    client.open(TAILNET + "Coordinate");
  }

  private static void work(RpcClient client, int number, int of) throws InterruptedException {
    var metadata =
        BatchUpdateMetadataRequest.newBuilder().addMetadata(value("cpu")).addMetadata(value("mem"));
    var logs =
        BatchCreateLogsRequest.newBuilder()
            .setLogSourceId(ByteString.copyFrom(new byte[16]))
            .addLogs(
                Log.newBuilder()
                    .setCreatedAt(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
                    .setOutput("A line of a log, as long as lines of logs are, or a little longer."));
    var stats = UpdateStatsRequest.newBuilder().setStats(Stats.newBuilder().setRxBytes(1));
    if (OVER.await(10_000L * number / of, TimeUnit.MILLISECONDS)) return;
    for (var turn = 0; !OVER.await(10, TimeUnit.SECONDS); turn++) {
      call(client, "BatchUpdateMetadata", metadata.build().toByteArray());
      call(client, "BatchCreateLogs", logs.build().toByteArray());
      if (turn % 3 == 0) call(client, "UpdateStats", stats.build().toByteArray());
    }
  }

  private static Metadata value(String key) {
    return Metadata.newBuilder()
        .setKey(key)
        .setResult(WorkspaceAgentMetadata.Result.newBuilder().setValue("12.5 %"))
        .build();
  }

  private static void call(RpcClient client, String method, byte[] request)
      throws InterruptedException {
    var began = System.nanoTime();
    try {
      client.call(AGENT + method, request);
      CALLS.incrementAndGet();
      NANOS.add(System.nanoTime() - began);
    } catch (RpcException e) {
      if (OVER.getCount() > 0 && FAILED.incrementAndGet() < 4) System.err.println(method + ": " + e);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static double commits() throws SQLException {
    return query("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
  }

  private static double query(String sql) throws SQLException {
    var env = System.getenv();
    try (var database =
            DriverManager.getConnection(
                env.get("JDBC_URL"), env.get("DB_USER"), env.get("DB_PASSWORD"));
        var one = database.createStatement();
        var rows = one.executeQuery(sql)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  /// The agent's end of a WebSocket that carries bytes both ways.
  private static final class Socket implements Transport, WebSocket.Listener {
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final Inflow inflow = new Inflow(() -> socket.join().request(1));

    void leave() {
      socket.join().sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    @Override
    public byte[] read() throws IOException, InterruptedException {
      return inflow.read();
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
      try {
        socket.join().sendBinary(ByteBuffer.wrap(bytes), true).get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }

    @Override
    public void close() {
      socket.join().abort();
      inflow.fail(new IOException("closed"));
    }

    @Override
    public void onOpen(WebSocket opened) {
      opened.request(4);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      var bytes = new byte[data.remaining()];
      data.get(bytes);
      inflow.put(bytes);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      inflow.finish();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      inflow.fail(new IOException(error));
    }
  }
}
