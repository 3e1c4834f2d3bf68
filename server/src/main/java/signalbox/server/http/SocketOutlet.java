package signalbox.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.websocket.WebSocketFrameImpl;
import java.time.Duration;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;

/// An open WebSocket (RFC 6455) on which only the server speaks. Each [#beat] is a protocol-level
/// ping; who has not answered by the next one is gone.
final class SocketOutlet extends StreamOutlet {
  private static final short NORMAL = 1000;
  private static final short GOING_AWAY = 1001;
  private static final short PROTOCOL_ERROR = 1002;
  private static final short INTERNAL_ERROR = 1011;

  /// How long a peer has for its side of the closing handshake.
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final ServerWebSocket socket;
  private final Channel channel;
  private final EventLoop loop;
  private boolean pingUnanswered;

  SocketOutlet(ServerWebSocket socket, Channel channel, EventLoop loop) {
    super(loop);
    this.socket = socket;
    this.channel = channel;
    this.loop = loop;
    socket.drainHandler(_ -> drained());
    socket.closeHandler(_ -> closed());
    socket.exceptionHandler(_ -> {});
    socket.pongHandler(_ -> pingUnanswered = false);
    socket.textMessageHandler(_ -> interrupted());
    socket.binaryMessageHandler(_ -> interrupted());
  }

  @Override
  public Framing framing() {
    return Framing.SOCKET;
  }

  @Override
  boolean queueFull() {
    return !isClosed() && socket.writeQueueFull();
  }

  @Override
  public void write(Frame frame) {
    if (isClosed() || socket.isClosed()) return;
    for (var part : frame.parts()) {
      socket.writeFrame(
          new WebSocketFrameImpl(WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(part), true));
    }
  }

  @Override
  public void beat() {
    if (isClosed() || socket.isClosed()) return;
    if (pingUnanswered) {
      close(GOING_AWAY, "liveness probe failed");
    } else {
      pingUnanswered = true;
      socket.writePing(Buffer.buffer("beat"));
    }
  }

  @Override
  public void end() {
    close(NORMAL, "Connection closed");
  }

  @Override
  public void end(String reason) {
    close(NORMAL, reason);
  }

  @Override
  public void drop() {
    close(INTERNAL_ERROR, "Unable to send newest message");
    loop.after(CLOSING, () -> cut(channel));
  }

  private void interrupted() {
    close(PROTOCOL_ERROR, "Clients cannot send messages for one-way WebSockets");
  }

  private void close(short code, String reason) {
    if (!isClosed() && !socket.isClosed()) socket.shutdown(CLOSING, code, reason);
  }
}
