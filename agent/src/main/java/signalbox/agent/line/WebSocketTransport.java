package signalbox.agent.line;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Inflow;
import signalbox.rpc.Transport;

/// A WebSocket of the JDK's as a stream of bytes (RFC 6455): binary messages both ways.
final class WebSocketTransport implements Transport, WebSocket.Listener {
  /// Messages that may wait here before they are read.
  private static final int AHEAD = 8;

  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final CompletableFuture<Object> closed = new CompletableFuture<>();
  private final Inflow inflow = new Inflow(() -> request(1));

  @Override
  public byte @Nullable [] read() throws IOException, InterruptedException {
    return inflow.read();
  }

  @Override
  public void write(byte[] bytes) throws IOException, InterruptedException {
    try {
      var sent = socket.get().sendBinary(ByteBuffer.wrap(bytes), true);
      CompletableFuture.anyOf(sent, closed).get();
    } catch (ExecutionException e) {
      throw new IOException("the message could not be sent: " + e.getCause(), e);
    } catch (IllegalStateException e) {
      throw new IOException("the message before this one was not sent", e);
    }
  }

  @Override
  public void close() {
    end(new IOException("the connection was closed"));
    var _ = socket.thenAccept(WebSocket::abort);
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket.complete(opened);
    request(AHEAD);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    var bytes = new byte[data.remaining()];
    data.get(bytes);
    inflow.put(bytes);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    end(new IOException("the server sent text"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    inflow.finish();
    closed.completeExceptionally(new IOException("the server closed the connection: " + status));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    end(failure instanceof IOException e ? e : new IOException(failure));
  }

  private void end(IOException why) {
    inflow.fail(why);
    closed.completeExceptionally(why);
  }

  private void request(long messages) {
    var _ = socket.thenAccept(opened -> opened.request(messages));
  }
}
