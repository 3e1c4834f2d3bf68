package signalbox.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;

/// An open answer of Server-Sent Events (WHATWG HTML §9.2).
final class EventStreamOutlet extends StreamOutlet {
  private final HttpServerResponse response;
  private final HttpConnection connection;

  EventStreamOutlet(HttpServerResponse response, HttpConnection connection, EventLoop loop) {
    super(loop);
    this.response = response;
    this.connection = connection;
    response.drainHandler(_ -> drained());
  }

  @Override
  public Framing framing() {
    return Framing.SSE;
  }

  @Override
  boolean queueFull() {
    return !isClosed() && response.writeQueueFull();
  }

  @Override
  public void write(Frame frame) {
    if (isClosed() || response.ended()) return;
    for (var part : frame.parts()) response.write(Buffer.buffer(part));
  }

  @Override
  void beat() {
    if (!full()) write(Framing.SSE.ping());
  }

  @Override
  public void end() {
    if (!isClosed() && !response.ended()) response.end().onComplete(_ -> connection.close());
  }

  @Override
  public void drop() {
    connection.close();
  }
}
