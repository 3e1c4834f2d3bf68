package signalbox.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;

/// A request's body as it comes: filled on the event loop, a few chunks ahead of the one thread
/// that reads it. But for reading, everything happens on the loop.
final class BodyStream extends InputStream {
  private static final int AHEAD = 8;

  /// How long a client may send nothing.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /// How long a body may take as a whole.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// What comes: bytes, and how they end.
  private sealed interface Piece {
    record Bytes(Buffer bytes) implements Piece {}

    record End() implements Piece {}

    record Broken() implements Piece {}
  }

  private final HttpServerRequest request;
  private final EventLoop loop;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  /// Room for all that has been asked for, and for how it ends.
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(AHEAD + 2);

  private boolean over;
  private boolean discarding;
  private @Nullable Piece last;
  private Buffer chunk = Buffer.buffer();
  private int at;

  /// Begins to take in the body.
  BodyStream(HttpServerRequest request, EventLoop loop) {
    this.request = request;
    this.loop = loop;
    request.pause();
    request.handler(this::arrived);
    request.endHandler(_ -> end(new Piece.End()));
    request.fetch(AHEAD);
  }

  private void arrived(Buffer bytes) {
    if (!discarding) pieces.add(new Piece.Bytes(bytes));
  }

  private void end(Piece how) {
    if (over) return;
    over = true;
    pieces.offer(how);
  }

  /// Whether all of it has come, or none will any more.
  boolean isOver() {
    return over;
  }

  /// The client is gone.
  void broken() {
    end(new Piece.Broken());
  }

  /// Nobody reads any more.
  void discard() {
    discarding = true;
    request.resume();
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? chunk.getByte(at++) & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) return 0;
    if (!hasMore()) return -1;
    var count = Math.min(length, chunk.length() - at);
    chunk.getBytes(at, at + count, bytes, offset);
    at += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    while (at == chunk.length()) {
      switch (last != null ? last : next()) {
        case Piece.End end -> {
          last = end;
          return false;
        }
        case Piece.Broken broken -> {
          last = broken;
          throw late("The client went away in the middle of its body.");
        }
        case Piece.Bytes(var bytes) -> {
          chunk = bytes;
          at = 0;
          loop.execute(() -> request.fetch(1));
        }
      }
    }
    return true;
  }

  private Piece next() throws IOException {
    try {
      var left = Math.min(deadline - System.nanoTime(), SILENCE.toNanos());
      var next = pieces.poll(left, TimeUnit.NANOSECONDS);
      if (next != null) return next;
      throw late("The request's body did not arrive in time.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Refusal late(String why) {
    return Refusal.of(Refusal.Kind.TIMED_OUT, why);
  }
}
