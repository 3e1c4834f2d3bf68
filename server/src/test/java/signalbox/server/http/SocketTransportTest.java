package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.Transport;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.stream.Outlet;
import signalbox.server.testing.ClientSocket;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.SteppedTicker;

@Timeout(60)
class SocketTransportTest {
  private static final int KIB = 1024;

  /// More than all buffers between the two ends.
  private static final int FLOOD = 64 * KIB * KIB;

  private final SteppedTicker time = new SteppedTicker();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger written = new AtomicInteger();
  private final CompletableFuture<@Nullable String> ended = new CompletableFuture<>();
  private final HttpServer server = start();
  private boolean stopped;

  private HttpServer start() {
    var routes = new Routes();
    routes.open(Method.GET, "/echo", _ -> new Reply.Duplex(this::echo));
    routes.open(Method.GET, "/deaf", _ -> new Reply.Duplex(_ -> awaitOver()));
    routes.open(Method.GET, "/loud", _ -> new Reply.Duplex(this::flood));
    routes.open(Method.GET, "/short", _ -> new Reply.Duplex(_ -> {}));
    routes.open(Method.GET, "/listen", _ -> new Reply.Socket(SocketTransportTest::greet));
    var limits = new RateLimits(new RateLimits.Settings(-1, -1, -1, -1, 1), time);
    try {
      return HttpServer.start(
          new HttpServer.Settings("127.0.0.1", 0, 2, 50, "v2.36.0", false),
          new Gate(routes, new Nobody(), limits, time),
          time,
          (_, _) -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    over.countDown();
    if (!stopped) server.close();
    http.shutdownNow();
  }

  @Test
  void bytesGoBothWaysHoweverTheyAreCut() throws Exception {
    var bytes = new byte[2_000_000];
    new Random(1).nextBytes(bytes);
    var socket = open("/echo");
    var random = new Random(2);
    Thread.ofVirtual().start(() -> send(socket, bytes, random));
    var back = new ByteArrayOutputStream();
    while (back.size() < bytes.length) back.writeBytes(read(socket));
    assertThat(back.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void textEndsIt() throws Exception {
    var socket = open("/echo");
    socket.raw().sendText("hello", true).join();
    assertThat(socket.awaitClose())
        .isEqualTo("1003 unexpected frame type read (expected MessageBinary): MessageText");
    assertThat(ended.join()).contains("MessageText");
  }

  @Test
  void aMessageBeyondTheLimitEndsIt() throws Exception {
    var socket = open("/deaf");
    var _ =
        socket.raw().sendBinary(ByteBuffer.allocate(SocketTransport.MESSAGE_BYTES_MAX + 1), true);
    assertThat(socket.awaitClose()).isEqualTo("1000 ");
  }

  @Test
  void whereOnlyTheServerSpeaksLongMessagesAreNotTakenIn() {
    var tape = new SocketTape();
    var socket = http.newWebSocketBuilder().buildAsync(uri("/listen"), tape).join();
    var _ = socket.sendBinary(ByteBuffer.allocate(100 * KIB), true);
    // Who still writes when it is closed may hear of that only by the end of the connection.
    assertThat(tape.awaitClose())
        .matches("closed (1000 |by java.io.IOException: (Broken pipe|Connection reset.*))");
  }

  @Test
  void whoIsNotReadIsStopped() throws Exception {
    var socket = open("/deaf");
    var sent = new AtomicInteger();
    Thread.ofVirtual().start(() -> sendFlood(socket, sent));
    awaitStandstill(sent);
    assertThat(sent.get()).isLessThan(FLOOD);
  }

  @Test
  void whoDoesNotReadStopsTheWriterAndIsCutOffAtTheEnd() throws Exception {
    var socket = open("/loud");
    awaitStandstill(written);
    assertThat(written.get()).isLessThan(FLOOD);
    stopServer();
    assertThat(ended.join()).contains("the server is shutting down");
    assertThat(socket.raw().isInputClosed()).isFalse();
  }

  @Test
  void thePeersGoodbyeIsAnEndAndItsDeathIsAFailure() throws Exception {
    var polite = open("/echo");
    polite.leave();
    assertThat(ended.join()).isNull();
    assertThat(polite.awaitClose()).startsWith("1000");
  }

  @Test
  void thePeersDeathIsAFailure() throws Exception {
    open("/echo").close();
    assertThat(ended.join()).contains("the peer is gone");
  }

  @Test
  void itClosesWhenTheTalkIsOverAndWhenTheServerStops() throws Exception {
    assertThat(open("/short").awaitClose()).isEqualTo("1000 ");
    var socket = open("/echo");
    stopServer();
    assertThat(socket.awaitClose()).isEqualTo("1001 The server is shutting down");
    assertThat(ended.join()).contains("the server is shutting down");
  }

  @Test
  void whoDoesNotUpgradeIsTold() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readUntil("Upgrade")).contains(" 426 ");
    }
  }

  private void stopServer() {
    stopped = true;
    server.close();
  }

  private ClientSocket open(String path) throws IOException {
    return ClientSocket.open(http, uri(path));
  }

  private URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + server.port() + path);
  }

  private void echo(Transport transport) {
    try {
      for (var m = transport.read(); m != null; m = transport.read()) {
        for (var from = 0; from < m.length; from += 60 * KIB) {
          var length = Math.min(60 * KIB, m.length - from);
          transport.write(java.util.Arrays.copyOfRange(m, from, from + length));
        }
      }
      ended.complete(null);
    } catch (IOException | InterruptedException e) {
      ended.complete(String.valueOf(e.getMessage()));
    }
  }

  private void flood(Transport transport) {
    try {
      while (true) {
        transport.write(new byte[32 * KIB]);
        written.addAndGet(32 * KIB);
      }
    } catch (IOException | InterruptedException e) {
      ended.complete(String.valueOf(e.getMessage()));
    }
  }

  private void awaitOver() {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void greet(Outlet outlet) {
    outlet.write(outlet.framing().ping());
  }

  private static void send(ClientSocket socket, byte[] bytes, Random random) {
    for (var from = 0; from < bytes.length; ) {
      var most = random.nextBoolean() ? 20 : 300 * KIB;
      var length = Math.min(1 + random.nextInt(most), bytes.length - from);
      var last = from + length == bytes.length || random.nextBoolean();
      socket.raw().sendBinary(ByteBuffer.wrap(bytes, from, length), last).join();
      from += length;
    }
  }

  private static byte[] read(ClientSocket socket) throws IOException, InterruptedException {
    var bytes = socket.read();
    if (bytes == null) throw new AssertionError("it ended");
    return bytes;
  }

  private static void sendFlood(ClientSocket socket, AtomicInteger sent) {
    try {
      while (sent.get() < FLOOD) {
        socket.write(new byte[32 * KIB]);
        sent.addAndGet(32 * KIB);
      }
    } catch (IOException | InterruptedException _) {
      // The test is over.
    }
  }

  /// Until nothing has gone on for a while.
  private static void awaitStandstill(AtomicInteger bytes) {
    var last = new AtomicInteger(-1);
    var same = new AtomicInteger();
    await(
        () ->
            (bytes.get() == last.getAndSet(bytes.get()) ? same.incrementAndGet() : reset(same))
                > 300);
    assertThat(bytes.get()).isPositive();
  }

  private static int reset(AtomicInteger count) {
    count.set(0);
    return 0;
  }

  private static final class Nobody implements Authenticator {
    @Override
    public Caller.Session session(Call call) {
      throw Refusal.notFound();
    }

    @Override
    public Caller.Agent agent(Call call) {
      throw Refusal.notFound();
    }
  }
}
