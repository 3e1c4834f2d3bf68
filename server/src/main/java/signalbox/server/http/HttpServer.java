package signalbox.server.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.stream.StreamGauge;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// The listening server: a few event loops that share one port. Thread-safe.
public final class HttpServer implements AutoCloseable {
  /// Longest request body, in bytes.
  static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  /// How long requests in flight may take to finish once the server stops.
  static final Duration DRAIN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /// Of all requests together, a small part of the smallest usual heap.
  private static final long BODIES_BYTES_MAX = 64L * 1024 * 1024;

  private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final List<EventLoop> loops = new CopyOnWriteArrayList<>();
  private final List<Subscription> timers = new CopyOnWriteArrayList<>();
  private final Settings settings;

  /// @param host address to listen on
  /// @param port TCP port; 0 for any free one
  /// @param loops how many event loops
  /// @param connectionsMax connections beyond are closed at once
  /// @param version what answers call this program, such as `v2.36.0`
  /// @param secureCookies whether cookies are for HTTPS only
  public record Settings(
      String host,
      int port,
      int loops,
      int connectionsMax,
      String version,
      boolean secureCookies) {}

  private HttpServer(Settings settings) {
    this.settings = settings;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(settings.loops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  /// @throws BindException when the port cannot be had
  public static HttpServer start(Settings settings, Gate gate, Ticker ticker, StreamGauge gauge)
      throws BindException, InterruptedException {
    var server = new HttpServer(settings);
    try {
      server.listen(gate, ticker, gauge);
      return server;
    } catch (ExecutionException | TimeoutException e) {
      server.close();
      var why = e.getCause() == null ? e : e.getCause();
      throw (BindException)
          new BindException(
                  "cannot listen on "
                      + settings.host()
                      + ":"
                      + settings.port()
                      + ": "
                      + why.getMessage())
              .initCause(why);
    }
  }

  private void listen(Gate gate, Ticker ticker, StreamGauge gauge)
      throws InterruptedException, ExecutionException, TimeoutException {
    var connections = new ConnectionCount(settings.connectionsMax());
    var bodies = new BodyBudget(BODIES_BYTES_MAX);
    var deployment =
        vertx.deployVerticle(
            () -> {
              var loop =
                  new EventLoop(options(), settings, gate, ticker, gauge, connections, bodies);
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(settings.loops()));
    deployment.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    timers.add(ticker.every(HOUSEKEEPING, () -> loops.forEach(EventLoop::houseKeeping)));
    timers.add(ticker.every(HEARTBEAT, () -> loops.forEach(EventLoop::beat)));
  }

  /// The port that it listens on.
  public int port() {
    return loops.getFirst().port();
  }

  /// Stops in good order: no new requests, streams end, requests in flight finish.
  @Override
  public void close() {
    try {
      for (var loop : loops) loop.drain();
      for (var loop : loops) {
        if (!loop.awaitIdle(DRAIN))
          LOG.warn("Some requests did not finish within {} s.", DRAIN.toSeconds());
      }
      timers.forEach(Subscription::close);
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The HTTP server did not stop in good order.", e);
    }
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setAcceptBacklog(8_192)
        .setTcpNoDelay(true)
        .setReuseAddress(true)
        .setMaxInitialLineLength(16 * 1024)
        .setMaxHeaderSize(32 * 1024)
        .setHandle100ContinueAutomatically(true)
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketFrameSize(64 * 1024)
        .setMaxWebSocketMessageSize(64 * 1024)
        .setWebSocketClosingTimeout(2)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
