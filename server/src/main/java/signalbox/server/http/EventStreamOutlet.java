package signalbox.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;

/// An open answer of Server-Sent Events (WHATWG HTML §9.2).
///
/// The head goes out through Vert.x. What follows does not: a frame is made a chunk (RFC 9112 §7.1)
/// once, and the same bytes are handed to each watcher's channel below the HTTP encoder, which
/// would do that work again for each of ten thousand watchers.
final class EventStreamOutlet extends StreamOutlet {
  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Channel channel;
  private final ChannelHandlerContext belowEncoder;

  EventStreamOutlet(HttpServerResponse response, HttpConnection connection, EventLoop loop) {
    super(loop);
    this.response = response;
    this.connection = connection;
    this.channel = ((ConnectionBase) connection).channel();
    this.belowEncoder = channel.pipeline().context(HttpResponseEncoder.class);
    channel.pipeline().addAfter(belowEncoder.name(), "drain", new DrainListener());
    response.writeHead();
  }

  @Override
  public Framing framing() {
    return Framing.SSE;
  }

  @Override
  boolean queueFull() {
    return !isClosed() && !channel.isWritable();
  }

  @Override
  public void write(Frame frame) {
    if (isClosed() || response.ended()) return;
    var _ = belowEncoder.writeAndFlush(chunk(frame), channel.voidPromise());
  }

  private static ByteBuf chunk(Frame frame) {
    return frame.shared(EventStreamOutlet::encode).duplicate();
  }

  private static ByteBuf encode(byte[] text) {
    var head = (Integer.toHexString(text.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var bytes = ByteBuffer.allocateDirect(head.length + text.length + 2);
    bytes.put(head).put(text).put((byte) '\r').put((byte) '\n').flip();
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
  }

  @Override
  public void beat() {
    if (!full()) write(Framing.SSE.ping());
  }

  @Override
  public void end() {
    if (!isClosed() && !response.ended()) response.end().onComplete(_ -> connection.close());
  }

  @Override
  public void drop() {
    cut(channel);
  }

  private final class DrainListener extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable()) drained();
      context.fireChannelWritabilityChanged();
    }
  }
}
