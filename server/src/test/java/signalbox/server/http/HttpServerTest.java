package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.stream.Framing;
import signalbox.server.stream.Outlet;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.SteppedTicker;
import signalbox.wire.PatchAppStatus;

class HttpServerTest {
  private final SteppedTicker time = new SteppedTicker();
  private final BlockingQueue<Outlet> opened = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server = start();

  private HttpServer start() {
    var routes = new Routes();
    routes.lookup(new Param<>("thing", String.class), (call, text) -> text);
    routes.open(
        Method.GET,
        "/api/v2/things/{thing}",
        call -> Reply.text(200, call.the(new Param<>("thing", String.class))));
    routes.open(
        Method.POST, "/api/v2/things", call -> Reply.created(call.body(PatchAppStatus.class)));
    routes.open(
        Method.GET,
        "/api/v2/broken",
        call -> {
          throw new IllegalStateException("secret detail");
        });
    routes.open(Method.GET, "/api/v2/stream", call -> new Reply.EventStream(this::open));
    routes.open(Method.GET, "/api/v2/socket", call -> new Reply.Socket(this::open));
    var gate =
        new Gate(
            routes,
            new Nobody(),
            new RateLimits(new RateLimits.Settings(-1, -1, -1, -1, 1), time),
            time);
    try {
      return HttpServer.start(
          new HttpServer.Settings("127.0.0.1", 0, 2, 50, "v2.36.0", false),
          gate,
          time,
          (_, _) -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void open(Outlet outlet) {
    outlet.write(outlet.framing().ping());
    opened.add(outlet);
  }

  @BeforeEach
  void isUp() {
    assertThat(server.port()).isPositive();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyAnswerNamesTheVersionAndTheRequest() throws Exception {
    var answer = get("/api/v2/things/a");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Coder-Build-Version")).hasValue("v2.36.0");
    assertThat(answer.headers().firstValue("X-Coder-Request-Id")).isPresent();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().allValues("Vary")).contains("Origin", "Cookie");
  }

  @Test
  void doubledSlashesAreToleratedAndTrailingOnesAreNot() throws Exception {
    assertThat(get("/api//v2///things/a").body()).isEqualTo("a");
    assertThat(get("/api/v2/things/a/").statusCode()).isEqualTo(404);
    assertThat(get("/api/v2/nope").body()).isEqualTo("{\"message\":\"Route not found.\"}\n");
  }

  @Test
  void aPathThatIsNotEncodedRightIsNowhere() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.send("GET /api/v2/things/%zz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readUntil("found.\"}")).contains(" 404 ", "Route not found.");
    }
  }

  @Test
  void bodiesThatNobodyFinishesCannotFillTheMemory() throws Exception {
    var fillers = new ArrayList<RawConnection>();
    for (var i = 0; i < 17; i++) {
      var filler = new RawConnection(server.port());
      fillers.add(filler);
      filler.send(
          "POST /api/v2/things HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\n\r\n"
              + " ".repeat(4_194_303));
    }
    await(() -> fillers.stream().anyMatch(RawConnection::hasAnswer));
    var refused = fillers.stream().filter(RawConnection::hasAnswer).findFirst().orElseThrow();
    assertThat(refused.readUntil("moment.\"}")).contains(" 503 ", "Retry-After");
    for (var filler : fillers) filler.close();

    await(() -> post("/api/v2/things", BodyPublishers.ofString("{}")).statusCode() == 201);
  }

  @Test
  void openStreamsHoldNothingOfTheirRequestsBodies() throws Exception {
    var streams = new ArrayList<RawConnection>();
    for (var i = 0; i < 17; i++) {
      var stream = new RawConnection(server.port());
      streams.add(stream);
      stream.send(
          "GET /api/v2/stream HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\n\r\n"
              + " ".repeat(4_194_304));
      assertThat(stream.readUntil("event: ping\n\n")).contains(" 200 ");
    }
    for (var stream : streams) stream.close();
  }

  @Test
  void anotherMethodIsToldWhichAreAllowed() throws Exception {
    var answer =
        client.send(
            request("/api/v2/things").method("DELETE", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aFailureTellsItsRequestAndNothingElse() throws Exception {
    var answer = get("/api/v2/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains(
            "An internal server error occurred.",
            answer.headers().firstValue("X-Coder-Request-Id").orElseThrow())
        .doesNotContain("secret", "IllegalState");
  }

  @Test
  void badBodiesAreRefusedWithAReasonAndWithoutInternals() throws Exception {
    for (var body :
        List.of(
            "",
            "{",
            "[1",
            "\"text\"",
            "null",
            "{\"app_slug\": 7}",
            "{\"lease_seconds\":\"x\"}",
            "[".repeat(5_000))) {
      var answer = post("/api/v2/things", BodyPublishers.ofString(body));
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body())
          .contains("Request body must be valid JSON.", "detail")
          .doesNotContain("jackson", "java.", "signalbox.");
    }
    var notUtf8 =
        post(
            "/api/v2/things",
            BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}));
    assertThat(notUtf8.statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyOfFourMebibytesIsReadAndOneByteMoreIsNot() throws Exception {
    var exact = new byte[HttpServer.BODY_BYTES_MAX];
    java.util.Arrays.fill(exact, (byte) ' ');
    exact[0] = '{';
    exact[1] = '}';
    assertThat(post("/api/v2/things", BodyPublishers.ofByteArray(exact)).statusCode())
        .isEqualTo(201);
    try (var raw = new RawConnection(server.port())) {
      raw.send(
          "POST /api/v2/things HTTP/1.1\r\nHost: x\r\nContent-Length: 4194305\r\n\r\n"
              + " ".repeat(4_194_305));
      assertThat(raw.readUntil("bytes.\"}"))
          .contains("413", "Request body too large.", "4194304 bytes");
    }
  }

  @Test
  void whoSendsNoRequestIsCutOffAndOthersNoticeNothing() throws Exception {
    var silent = new ArrayList<RawConnection>();
    for (var i = 0; i < 20; i++) silent.add(new RawConnection(server.port()));
    silent.getFirst().send("GET /api/v2/things/a HTT");
    assertThat(get("/api/v2/things/a").statusCode()).isEqualTo(200);
    for (var connection : silent) {
      assertClosedInTime(connection);
      connection.close();
    }
  }

  /// Lets the clock run meanwhile: what a client has seen, the connection's loop may not yet have
  /// taken note of.
  private void assertClosedInTime(RawConnection connection) {
    var rest = CompletableFuture.supplyAsync(connection::readToEnd);
    await(
        () -> {
          time.advance(Duration.ofSeconds(1));
          return rest.isDone();
        });
    assertThat(rest.join()).isEmpty();
  }

  @Test
  void aKeptConnectionEndsAfterSilenceAndAStreamDoesNot() throws Exception {
    try (var idle = new RawConnection(server.port());
        var stream = new RawConnection(server.port())) {
      idle.send("GET /api/v2/things/a HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("\r\n\r\na");
      stream.send("GET /api/v2/stream HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("event: ping\n\n");
      assertClosedInTime(idle);
      stream.readUntil("event: ping\n\n");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndGivenBackPlacesAreUsed() throws Exception {
    var all = new ArrayList<RawConnection>();
    for (var i = 0; i < 50; i++) {
      all.add(
          new RawConnection(server.port())
              .send("GET /api/v2/things/a HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    for (var connection : all) connection.readUntil("\r\n\r\na");
    try (var beyond = new RawConnection(server.port())) {
      assertThat(beyond.readToEnd()).isEmpty();
    }
    for (var connection : all) connection.close();
    org.assertj.core.api.Assertions.assertThat(
            eventually(() -> get("/api/v2/things/a").statusCode() == 200))
        .isTrue();
  }

  @Test
  void aStreamStartsAtOnceBeatsInSilenceAndEndsInGoodOrder() throws Exception {
    try (var stream = new RawConnection(server.port())) {
      stream.send("GET /api/v2/stream HTTP/1.1\r\nHost: x\r\n\r\n");
      var head = stream.readUntil("event: ping\n\n");
      assertThat(head)
          .contains("200 OK", "text/event-stream", "no-cache")
          .containsIgnoringCase("x-accel-buffering: no");
      time.advance(Duration.ofSeconds(15));
      stream.readUntil("event: ping\n\n");
      var outlet = outlet();
      outlet
          .loop()
          .execute(
              () ->
                  outlet.write(
                      Framing.SSE.frame(
                          new Framing.Message(
                              "data", "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8)))));
      stream.readUntil("event: data\ndata: {\"a\":1}\n\n");
      outlet.loop().execute(outlet::end);
      assertThat(stream.readToEnd()).endsWith("0\r\n\r\n");
    }
  }

  @Test
  void aStreamWhosePeerDoesNotReadIsFullAndThenCutOff() throws Exception {
    try (var stream = new RawConnection(server.port())) {
      stream.send("GET /api/v2/stream HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("event: ping\n\n");
      var outlet = outlet();
      var closed = new CountDownLatch(1);
      var full = new CountDownLatch(1);
      outlet
          .loop()
          .execute(
              () -> {
                outlet.onClose(closed::countDown);
                fill(outlet);
                full.countDown();
              });
      assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
      for (var second = 0; second < 30 && closed.getCount() > 0; second++) {
        time.advance(Duration.ofSeconds(1));
        assertThat(get("/api/v2/things/a").statusCode()).isEqualTo(200);
      }
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aSocketSpeaksJsonAndRefusesToListen() throws Exception {
    var told = new SocketTape();
    var socket =
        client
            .newWebSocketBuilder()
            .buildAsync(uri("ws", "/api/v2/socket"), told)
            .get(10, TimeUnit.SECONDS);
    assertThat(told.next()).isEqualTo("{\"type\":\"ping\",\"data\":null}");
    var _ = socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
    assertThat(told.next())
        .isEqualTo("closed 1002 Clients cannot send messages for one-way WebSockets");
  }

  @Test
  void aSocketThatDoesNotAnswerPingsIsClosed() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.send(
          "GET /api/v2/socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      raw.readUntil("\"data\":null}");
      time.advance(Duration.ofSeconds(15));
      time.advance(Duration.ofSeconds(15));
      raw.readUntil("liveness probe failed");
    }
  }

  @Test
  void aSocketRouteWithoutUpgradeIs426AndAForeignOriginIs403() throws Exception {
    var plain = get("/api/v2/socket");
    assertThat(plain.statusCode()).isEqualTo(426);
    assertThat(plain.headers().firstValue("Upgrade")).hasValue("websocket");
    assertThat(plain.body()).startsWith("WebSocket protocol violation: ");
    try (var raw = new RawConnection(server.port())) {
      raw.send(
          "GET /api/v2/socket HTTP/1.1\r\nHost: here\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      assertThat(raw.readUntil("\"here\"\n"))
          .contains("403", "request Origin \"evil.example\" is not authorized for Host \"here\"");
    }
  }

  @Test
  void aStoppingServerEndsStreamsAndFinishesRequests() throws Exception {
    try (var stream = new RawConnection(server.port())) {
      stream.send("GET /api/v2/stream HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("event: ping\n\n");
      outlet();
      server.close();
      assertThat(stream.readToEnd()).endsWith("0\r\n\r\n");
    }
    server = start();
  }

  /// Writes until the outlet is full, now and whenever the system has taken some of it into its
  /// buffers.
  private static void fill(Outlet outlet) {
    var text = ("\"" + "x".repeat(60_000) + "\"").getBytes(StandardCharsets.UTF_8);
    outlet.onDrain(() -> outlet.loop().execute(() -> fill(outlet)));
    for (var i = 0; i < 1_000 && !outlet.full(); i++) {
      outlet.write(Framing.SSE.frame(new Framing.Message("data", text)));
    }
  }

  private Outlet outlet() throws InterruptedException {
    var outlet = opened.poll(10, TimeUnit.SECONDS);
    if (outlet == null) throw new AssertionError("nothing was opened");
    return outlet;
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  private static boolean eventually(Check check) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      try {
        if (check.holds()) return true;
      } catch (IOException e) {
        // The connection was closed for want of a place; try again.
      }
    }
    return false;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) throws Exception {
    return client.send(request(path).POST(body).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri("http", path)).timeout(Duration.ofSeconds(10));
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
  }

  private static final class Nobody implements Authenticator {
    @Override
    public Caller.Session session(Call call) {
      throw Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "nobody");
    }

    @Override
    public Caller.Agent agent(Call call) {
      throw Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "nobody");
    }
  }
}
