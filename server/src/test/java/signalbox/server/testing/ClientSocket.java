package signalbox.server.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Inflow;
import signalbox.rpc.Transport;

/// The client's end of a WebSocket that carries bytes both ways.
public final class ClientSocket implements Transport, WebSocket.Listener {
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final Inflow inflow = new Inflow(() -> socket.join().request(1));

  /// @param headers names and values by turns
  /// @throws java.net.http.WebSocketHandshakeException as cause, when the server does not want it
  public static ClientSocket open(HttpClient http, URI uri, String... headers) throws IOException {
    var ours = new ClientSocket();
    var builder = http.newWebSocketBuilder();
    for (var i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
    var address = URI.create(uri.toString().replaceFirst("^http", "ws"));
    try {
      ours.socket.complete(builder.buildAsync(address, ours).join());
      return ours;
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public byte @Nullable [] read() throws IOException, InterruptedException {
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

  /// The library's own, for what a transport does not do.
  public WebSocket raw() {
    return socket.join();
  }

  /// How the server closed it: `<status> <reason>`.
  public String awaitClose() {
    return closed.join();
  }

  /// Says goodbye before it ends the connection.
  public void leave() {
    raw().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /// Ends the connection without a word, as agents do.
  @Override
  public void close() {
    raw().abort();
    inflow.fail(new IOException("closed"));
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    var bytes = new byte[data.remaining()];
    data.get(bytes);
    inflow.put(bytes);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status + " " + reason);
    if (status == WebSocket.NORMAL_CLOSURE || status == 1001) inflow.finish();
    else inflow.fail(new IOException(status + " " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete("cut: " + error);
    inflow.fail(new IOException(error));
  }
}
