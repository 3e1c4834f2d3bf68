package signalbox.server.testing;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client of a WebSocket: keeps what it is sent.
public final class SocketTape implements WebSocket.Listener {
  private final BlockingQueue<String> unheard = new LinkedBlockingQueue<>();
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final AtomicInteger pings = new AtomicInteger();
  private final StringBuilder part = new StringBuilder();

  /// The next text, or `closed <status> <reason>`; fails after twenty seconds, which only a broken
  /// server takes.
  public String next() {
    try {
      var next = unheard.poll(20, TimeUnit.SECONDS);
      if (next == null) throw new AssertionError("nothing came");
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The first text from here on that fits.
  public String await(Predicate<String> fits) {
    var next = next();
    while (!fits.test(next)) {
      if (next.startsWith("closed ")) throw new AssertionError(next);
      next = next();
    }
    return next;
  }

  /// How it ends.
  public String awaitClose() {
    return closed.join();
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  /// All texts that have come.
  public List<String> texts() {
    return texts;
  }

  /// How often the socket, not the application, was asked whether it is alive.
  public int pings() {
    return pings.get();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      texts.add(part.toString());
      unheard.add(part.toString());
      part.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
    pings.incrementAndGet();
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    close("closed " + status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    close("closed by " + error);
  }

  private void close(String how) {
    closed.complete(how);
    unheard.add(how);
  }
}
