package signalbox.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a long body at the speed of its reader, one piece at a time. A body that cannot be sent to
/// its end cuts the connection, so that nobody takes a part for the whole.
final class DownloadPump {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadPump.class);
  private static final int PIECE = 256 * 1024;

  /// How long a client may read nothing.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServerRequest request;
  private final EventLoop loop;

  DownloadPump(HttpServerRequest request, EventLoop loop) {
    this.request = request;
    this.loop = loop;
  }

  /// Blocks until it is over.
  ///
  /// @param done is run on the loop in the end, in whatever way
  void send(InputStream body, Runnable done) {
    try (body) {
      for (var piece = body.readNBytes(PIECE); piece.length > 0; piece = body.readNBytes(PIECE))
        write(piece);
      loop.execute(() -> request.response().end().onComplete(_ -> done.run()));
    } catch (IOException | RuntimeException | ExecutionException | TimeoutException e) {
      LOG.debug("A download broke off.", e);
      cut(done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut(done);
    }
  }

  private void cut(Runnable done) {
    loop.execute(
        () -> {
          request.connection().close();
          done.run();
        });
  }

  private void write(byte[] piece)
      throws InterruptedException, ExecutionException, TimeoutException {
    var written = new CompletableFuture<Void>();
    loop.execute(
        () ->
            request
                .response()
                .write(Buffer.buffer(piece))
                .onSuccess(_ -> written.complete(null))
                .onFailure(written::completeExceptionally));
    written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
