package signalbox.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signalbox.server.stream.Loop;
import signalbox.server.stream.StreamGauge;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// One event loop with its connections and open streams. But for [#execute], [#houseKeeping],
/// [#beat], [#drain] and [#awaitIdle], which any thread may call, everything happens on the loop's
/// own thread.
final class EventLoop extends VerticleBase implements Loop {
  /// How long a stream's peer may leave its bytes unread.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Wide enough for all requests of a loop; [#awaitIdle] takes all of it.
  private static final int PERMITS = Integer.MAX_VALUE;

  private final HttpServerOptions options;
  private final HttpServer.Settings settings;
  private final Gate gate;
  private final Ticker ticker;
  private final StreamGauge gauge;
  private final ConnectionCount count;
  private final BodyBudget bodies;
  private final IdentityHashMap<HttpConnection, Visit> visits = new IdentityHashMap<>();
  private final Set<Lasting> streams = new HashSet<>();
  private final Semaphore inFlight = new Semaphore(PERMITS);
  private @Nullable Context own;
  private int port;
  private volatile boolean draining;

  EventLoop(
      HttpServerOptions options,
      HttpServer.Settings settings,
      Gate gate,
      Ticker ticker,
      StreamGauge gauge,
      ConnectionCount count,
      BodyBudget bodies) {
    this.options = options;
    this.settings = settings;
    this.gate = gate;
    this.ticker = ticker;
    this.gauge = gauge;
    this.count = count;
    this.bodies = bodies;
  }

  @Override
  public void init(Vertx vertx, Context context) {
    super.init(vertx, context);
    own = context;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::welcome)
        .requestHandler(this::serve)
        .listen(place())
        .onSuccess(server -> port = server.actualPort());
  }

  /// All loops share one port, also when any free one will do: 0 alone would be one for each.
  private SocketAddress place() {
    return settings.port() == 0
        ? SocketAddress.sharedRandomPort(1, settings.host())
        : SocketAddress.inetSocketAddress(settings.port(), settings.host());
  }

  int port() {
    return port;
  }

  @Override
  public void execute(Runnable task) {
    if (own != null) own.runOnContext(_ -> task.run());
  }

  private void welcome(HttpConnection connection) {
    if (!count.take()) {
      connection.close();
      return;
    }
    visits.put(connection, new Visit(ticker, inFlight));
    connection.closeHandler(
        _ -> {
          visits.remove(connection);
          count.give();
        });
  }

  private void serve(HttpServerRequest request) {
    var visit = visits.getOrDefault(request.connection(), new Visit(ticker, inFlight));
    visit.asked();
    new Exchange(request, this, visit, gate, settings, bodies).run();
  }

  /// Takes in a stream that has just been opened.
  void opened(StreamOutlet outlet) {
    gauge.change(outlet.framing(), 1);
    outlet.onClose(() -> gauge.change(outlet.framing(), -1));
    lookAfter(outlet);
  }

  /// Takes in what has just been opened.
  void lookAfter(Lasting lasting) {
    streams.add(lasting);
    lasting.onClose(() -> streams.remove(lasting));
    if (draining) lasting.end();
  }

  boolean draining() {
    return draining;
  }

  Instant now() {
    return ticker.instant();
  }

  Subscription after(Duration delay, Runnable task) {
    var timer = vertx.setTimer(delay.toMillis(), _ -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  /// Closes who has nothing to say and who does not listen.
  void houseKeeping() {
    execute(
        () -> {
          var now = ticker.instant();
          for (var entry : List.copyOf(visits.entrySet())) {
            if (entry.getValue().isOver(now)) entry.getKey().close();
          }
          for (var stream : List.copyOf(streams)) stream.dropIfFullSince(now.minus(PATIENCE));
        });
  }

  /// Sends every open stream a sign of life.
  void beat() {
    execute(() -> List.copyOf(streams).forEach(Lasting::beat));
  }

  /// Lets nobody in any more and ends the streams.
  void drain() {
    draining = true;
    execute(() -> List.copyOf(streams).forEach(Lasting::end));
  }

  /// Waits until the requests in flight are answered.
  ///
  /// @return whether they were in time
  boolean awaitIdle(Duration limit) throws InterruptedException {
    return inFlight.tryAcquire(PERMITS, limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
