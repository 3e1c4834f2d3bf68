package signalbox.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Inflow;
import signalbox.rpc.Transport;

/// An open WebSocket (RFC 6455) as bytes both ways: the payloads of its binary messages, one after
/// the other. Text is not spoken here and ends it.
///
/// What the peer sends is read from the network only as fast as somebody reads here: a few messages
/// wait, the rest stays with the peer. Who writes waits until the bytes are with the network. But
/// for [#read], [#write] and [#close], everything happens on the loop.
final class SocketTransport implements Transport, Lasting {
  /// The longest message that a peer may send: more than a whole window of yamux with its header,
  /// which agents send as one.
  static final int MESSAGE_BYTES_MAX = 512 * 1024;

  private static final short NORMAL = 1000;
  private static final short GOING_AWAY = 1001;
  private static final short UNSUPPORTED = 1003;

  /// Messages that are read ahead.
  private static final int AHEAD = 2;

  /// How long a peer has for its side of the closing handshake.
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final ServerWebSocket socket;
  private final Channel channel;
  private final EventLoop loop;
  private final Inflow inflow;
  private final List<Runnable> onClose = new ArrayList<>();
  private boolean closed;
  private volatile boolean over;
  private volatile @Nullable CompletableFuture<Void> writing;

  /// @param socket on which nothing was received yet
  SocketTransport(ServerWebSocket socket, Channel channel, EventLoop loop) {
    this.socket = socket;
    this.channel = channel;
    this.loop = loop;
    this.inflow = new Inflow(() -> loop.execute(() -> socket.fetch(1)));
    allowLongMessages();
    socket.pause();
    socket.frameHandler(this::received);
    socket.closeHandler(_ -> closed());
    socket.exceptionHandler(_ -> {});
    socket.fetch(AHEAD);
  }

  /// All other WebSockets only listen; a longer message there would only cost memory.
  private void allowLongMessages() {
    var name = "wsdecoder";
    if (channel.pipeline().get(name) == null) return;
    var config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MESSAGE_BYTES_MAX)
            .allowExtensions(false)
            .build();
    channel.pipeline().replace(name, name, new WebSocket13FrameDecoder(config));
  }

  @Override
  public byte @Nullable [] read() throws IOException, InterruptedException {
    return inflow.read();
  }

  @Override
  public void write(byte[] bytes) throws IOException, InterruptedException {
    var written = new CompletableFuture<Void>();
    writing = written;
    if (over) throw new IOException("closed");
    loop.execute(() -> write(bytes, written));
    try {
      written.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private void write(byte[] bytes, CompletableFuture<Void> written) {
    if (socket.isClosed()) written.completeExceptionally(new IOException("closed"));
    else
      socket
          .writeBinaryMessage(Buffer.buffer(bytes))
          .onSuccess(written::complete)
          .onFailure(written::completeExceptionally);
  }

  @Override
  public void close() {
    over("closed");
    loop.execute(() -> close(NORMAL, "", "closed"));
  }

  @Override
  public void beat() {
    // Who talks here asks whether the other is alive, in the words that are spoken here.
  }

  @Override
  public void end() {
    close(GOING_AWAY, "The server is shutting down", "the server is shutting down");
  }

  @Override
  public void dropIfFullSince(Instant limit) {
    // A peer that does not read does not answer either, which whoever talks here notices.
  }

  @Override
  public void onClose(Runnable task) {
    if (closed) task.run();
    else onClose.add(task);
  }

  private void received(WebSocketFrame frame) {
    if (frame.isText()) {
      var reason = "unexpected frame type read (expected MessageBinary): MessageText";
      close(UNSUPPORTED, reason, reason);
    } else if (frame.isBinary() || frame.isContinuation()) {
      inflow.put(frame.binaryData().getBytes());
    } else {
      socket.fetch(1);
    }
  }

  /// @param why in words for who reads here
  private void close(short code, String reason, String why) {
    over(why);
    if (closed || socket.isClosed()) return;
    // What still comes is dropped; the peer's side of the closing handshake is behind it.
    socket.frameHandler(null);
    socket.resume();
    socket.shutdown(CLOSING, code, reason);
    loop.after(CLOSING, () -> StreamOutlet.cut(channel));
  }

  private void closed() {
    closed = true;
    var code = socket.closeStatusCode();
    if (code != null && (code == NORMAL || code == GOING_AWAY)) inflow.finish();
    else inflow.fail(new IOException("the peer is gone"));
    stopWriting("the peer is gone");
    onClose.forEach(Runnable::run);
    onClose.clear();
  }

  /// Wakes who reads or writes; any thread. Who reads is told the first reason.
  private void over(String why) {
    inflow.fail(new IOException(why));
    stopWriting(why);
  }

  private void stopWriting(String why) {
    over = true;
    var unfinished = writing;
    if (unfinished != null) unfinished.completeExceptionally(new IOException(why));
  }
}
