package signalbox.server.http;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.access.Refusal;
import signalbox.server.time.Subscription;

/// One request and its answer: from bytes to a [Call] on the event loop, to a [Reply] on a virtual
/// thread, and back.
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration REFUSED_BODY_PATIENCE = Duration.ofSeconds(2);

  /// Some clients attach their listener a few microtasks after the upgrade; a frame in the same
  /// read would be lost.
  private static final Duration FIRST_FRAME_DELAY = Duration.ofMillis(10);

  private final HttpServerRequest request;
  private final EventLoop loop;
  private final Gate gate;
  private final HttpServer.Settings settings;
  private final BodyBudget bodies;
  private final UUID id = UUID.randomUUID();
  private final Visit visit;
  private int held;
  private boolean working;
  private Subscription bodyTimer = () -> {};
  private boolean answered;
  private boolean done;
  private @Nullable BodyStream arriving;

  Exchange(
      HttpServerRequest request,
      EventLoop loop,
      Visit visit,
      Gate gate,
      HttpServer.Settings settings,
      BodyBudget bodies) {
    this.request = request;
    this.loop = loop;
    this.visit = visit;
    this.gate = gate;
    this.settings = settings;
    this.bodies = bodies;
  }

  void run() {
    request.exceptionHandler(_ -> gone());
    request.response().closeHandler(_ -> gone());
    request.response().exceptionHandler(_ -> {});
    if (loop.draining()) {
      write(
          Problems.reply(Refusal.unavailable("The server is shutting down."))
              .with("Connection", "close"));
      return;
    }
    var path = cleanPath();
    switch (path.map(Route::segments)
        .flatMap(Exchange::decode)
        .map(segments -> gate.match(method(), segments))
        .orElse(new Routes.Match.Nowhere())) {
      case Routes.Match.Nowhere _ -> write(Problems.noRoute());
      case Routes.Match.OtherMethod(var allowed) ->
          write(preflight() ? Reply.empty(200) : Problems.wrongMethod(allowed));
      case Routes.Match.Found found -> receive(found, path.orElse("/"));
    }
  }

  private void receive(Routes.Match.Found found, String path) {
    if (isUpgrade()) {
      request.pause();
      answer(found, path, new byte[0]);
      return;
    }
    if (found.route().intake() == Intake.STREAM) {
      arriving = new BodyStream(request, loop);
      answer(found, path, new byte[0]);
      return;
    }
    var declared = request.getHeader("Content-Length");
    if (declared != null && declared.length() > 9) {
      tooLarge();
      return;
    }
    var body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (answered) return;
          if (body.length() + chunk.length() > HttpServer.BODY_BYTES_MAX) tooLarge();
          else if (!bodies.take(chunk.length())) tooMuchAtOnce();
          else {
            held += chunk.length();
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        _ -> {
          if (!answered) answer(found, path, body.getBytes());
        });
    if (declared != null || request.getHeader("Transfer-Encoding") != null)
      bodyTimer = loop.after(BODY_PATIENCE, this::giveUpOnBody);
  }

  private void giveUpOnBody() {
    if (answered || request.isEnded()) return;
    write(
        Problems.reply(
                Refusal.of(Refusal.Kind.TIMED_OUT, "The request's body did not arrive in time."))
            .with("Connection", "close"));
    request.connection().close();
  }

  private void tooLarge() {
    if (answered) return;
    var refusal =
        Refusal.of(
            Refusal.Kind.TOO_LARGE,
            "Request body too large.",
            "Maximum request body size is " + HttpServer.BODY_BYTES_MAX + " bytes.");
    refuseBody(refusal);
  }

  private void tooMuchAtOnce() {
    refuseBody(Refusal.unavailable("The server is reading too many large requests at the moment."));
  }

  /// The rest of the body is not read; the client gets a moment to read the answer.
  private void refuseBody(Refusal refusal) {
    write(Problems.reply(refusal).with("Connection", "close"));
    loop.after(REFUSED_BODY_PATIENCE, () -> request.connection().close());
  }

  private void answer(Routes.Match.Found found, String path, byte[] body) {
    var headers = request.headers();
    var remote = request.remoteAddress();
    var stream = arriving == null ? InputStream.nullInputStream() : arriving;
    working = true;
    Thread.ofVirtual()
        .name("request " + id)
        .start(
            () -> {
              var reply =
                  reply(
                      found,
                      path,
                      body,
                      stream,
                      name -> Optional.ofNullable(headers.get(name)),
                      remote == null ? "" : String.valueOf(remote.hostAddress()));
              loop.execute(() -> write(reply));
            });
  }

  private Reply reply(
      Routes.Match.Found found,
      String path,
      byte[] body,
      InputStream stream,
      Headers headers,
      String remote) {
    try {
      var query = Optional.ofNullable(request.query()).orElse("");
      var call =
          new Call(found.route().method(), path, query, headers, body, remote, id, isUpgrade())
              .streaming(stream);
      var reply = gate.answer(found, call);
      if (reply instanceof Reply.Socket || reply instanceof Reply.Duplex) refuseSocket(call);
      return reply;
    } catch (Refusal refusal) {
      return Problems.reply(refusal);
    }
  }

  /// What may stand against a change of protocol, after the route's own checks.
  private static void refuseSocket(Call call) {
    if (!call.upgrade()) {
      throw Refusal.of(
              Refusal.Kind.NOT_A_SOCKET,
              "WebSocket protocol violation: Connection header \""
                  + call.header("Connection").orElse("")
                  + "\" does not contain Upgrade")
          .withHeader("Connection", "Upgrade")
          .withHeader("Upgrade", "websocket")
          .asPlainText();
    }
    var host = call.header("Host").orElse("");
    var origin = call.header("Origin").map(Exchange::authority);
    if (origin.isPresent() && !origin.get().equalsIgnoreCase(host)) {
      throw Refusal.of(
              Refusal.Kind.FORBIDDEN,
              "request Origin \"" + origin.get() + "\" is not authorized for Host \"" + host + "\"")
          .asPlainText();
    }
  }

  private void write(Reply reply) {
    working = false;
    release();
    if (answered || request.response().closed()) {
      done();
      return;
    }
    answered = true;
    switch (reply) {
      case Reply.Whole whole -> whole(whole);
      case Reply.Download download -> download(download);
      case Reply.EventStream(var opening) -> eventStream(opening);
      case Reply.Socket(var opening) ->
          socket((socket, channel) -> listen(socket, channel, opening));
      case Reply.Duplex(var talk) -> socket((socket, channel) -> talk(socket, channel, talk));
    }
  }

  private void whole(Reply.Whole reply) {
    var response = request.response().setStatusCode(reply.status());
    common();
    leaveRest();
    if (!reply.contentType().isEmpty()) response.putHeader("Content-Type", reply.contentType());
    reply.headers().forEach(header -> response.headers().add(header.getKey(), header.getValue()));
    if (isUpgrade()) request.resume();
    response.end(Buffer.buffer(reply.body())).onComplete(_ -> done());
  }

  /// What the handler did not want of the body is not waited for; the client gets a moment to read
  /// the answer.
  private void leaveRest() {
    if (arriving == null || arriving.isOver()) return;
    arriving.discard();
    request.response().putHeader("Connection", "close");
    loop.after(REFUSED_BODY_PATIENCE, () -> request.connection().close());
  }

  private void download(Reply.Download reply) {
    var response = request.response();
    common();
    response
        .putHeader("Content-Type", reply.contentType())
        .putHeader("Content-Length", Long.toString(reply.length()));
    Thread.ofVirtual()
        .name("download " + id)
        .start(() -> new DownloadPump(request, loop).send(reply.body(), this::done));
  }

  private void eventStream(Reply.Opening opening) {
    var response = request.response().setChunked(true);
    common();
    response
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache")
        .putHeader("Connection", "keep-alive")
        .putHeader("X-Accel-Buffering", "no");
    var outlet = new EventStreamOutlet(response, request.connection(), loop);
    response.closeHandler(
        _ -> {
          outlet.closed();
          done();
        });
    visit.answering();
    loop.opened(outlet);
    opening.open(outlet);
  }

  private void socket(BiConsumer<ServerWebSocket, Channel> opening) {
    common();
    var channel = ((ConnectionBase) request.connection()).channel();
    var upgrade = request.toWebSocket();
    // Vert.x's own would fail an upgrade that is about to succeed when the client vanishes
    // meanwhile.
    request.exceptionHandler(_ -> gone());
    upgrade
        .onSuccess(
            socket -> {
              visit.answering();
              opening.accept(socket, channel);
            })
        .onFailure(_ -> done());
  }

  private void listen(ServerWebSocket socket, Channel channel, Reply.Opening opening) {
    var outlet = new SocketOutlet(socket, channel, loop);
    loop.opened(outlet);
    loop.after(FIRST_FRAME_DELAY, () -> opening.open(outlet));
  }

  private void talk(ServerWebSocket socket, Channel channel, Reply.Talk talk) {
    var transport = new SocketTransport(socket, channel, loop);
    loop.lookAfter(transport);
    Thread.ofVirtual()
        .name("socket " + id)
        .start(
            () -> {
              try (transport) {
                talk.run(transport);
              } catch (RuntimeException | Error e) {
                LOG.error("The talk of request {} failed.", id, e);
              }
            });
  }

  /// The client is gone. Work for it goes on, and a server that stops waits for it.
  private void gone() {
    if (arriving != null) arriving.broken();
    if (!working) done();
  }

  /// The answer is out, or nobody waits for it.
  private void done() {
    bodyTimer.close();
    answered = true;
    if (done) return;
    done = true;
    release();
    visit.done();
  }

  /// The body has been read by whom it was for; an answer may take as long as a stream.
  private void release() {
    bodies.give(held);
    held = 0;
  }

  private void common() {
    var headers = request.response().headers();
    headers.add("X-Coder-Build-Version", settings.version());
    headers.add("X-Coder-Request-Id", id.toString());
    headers.add("X-Content-Type-Options", "nosniff");
    headers.add("Vary", "Origin");
    headers.add("Vary", "Cookie");
    var cookies = request.getHeader("Cookie");
    var browser =
        request.getHeader(Credentials.SESSION_HEADER) == null
            && request.getHeader("Authorization") == null;
    if (browser && (cookies == null || !cookies.contains(Csrf.COOKIE + "="))) {
      headers.add("Set-Cookie", Cookies.set(Csrf.COOKIE, Csrf.token(), settings.secureCookies()));
    }
  }

  private boolean isUpgrade() {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private boolean preflight() {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private @Nullable Method method() {
    var name = request.method().name();
    return Arrays.stream(Method.values())
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /// The path without doubled slashes; empty when it is not one.
  private Optional<String> cleanPath() {
    return Optional.ofNullable(request.path())
        .filter(p -> p.startsWith("/"))
        .map(p -> p.replaceAll("/{2,}", "/"));
  }

  /// Empty when it is not encoded as RFC 3986 §2.1 has it.
  private static Optional<List<String>> decode(List<String> segments) {
    try {
      return Optional.of(
          segments.stream()
              .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8))
              .toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(new URI(origin).getAuthority()).toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return origin;
    }
  }
}
