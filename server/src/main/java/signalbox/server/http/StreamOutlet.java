package signalbox.server.http;

import io.netty.channel.Channel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import signalbox.server.stream.Loop;
import signalbox.server.stream.Outlet;

/// What both kinds of outlet share: who is to be told of room and of the end, and since when the
/// peer does not read.
abstract class StreamOutlet implements Outlet, Lasting {
  private final EventLoop loop;
  private final List<Runnable> onClose = new ArrayList<>();
  private Runnable onDrain = () -> {};
  private @Nullable Instant fullSince;
  private boolean closed;

  StreamOutlet(EventLoop loop) {
    this.loop = loop;
  }

  /// Whether the transport's queue is full.
  abstract boolean queueFull();

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public boolean full() {
    var full = queueFull();
    if (full && fullSince == null) fullSince = loop.now();
    return full;
  }

  @Override
  public void onDrain(Runnable task) {
    onDrain = task;
  }

  @Override
  public void onClose(Runnable task) {
    if (closed) task.run();
    else onClose.add(task);
  }

  final boolean isClosed() {
    return closed;
  }

  final void drained() {
    fullSince = null;
    if (!closed) onDrain.run();
  }

  final void closed() {
    if (closed) return;
    closed = true;
    onClose.forEach(Runnable::run);
    onClose.clear();
  }

  /// Closes a channel without waiting for what its peer does not read; closing through Vert.x would
  /// flush first. A channel that is closed already has no context left.
  static void cut(Channel channel) {
    var first = channel.pipeline().firstContext();
    if (first == null) return;
    var _ = first.close();
  }

  @Override
  public final void dropIfFullSince(Instant limit) {
    if (fullSince == null || closed) return;
    if (!queueFull()) drained();
    else if (fullSince.isBefore(limit)) drop();
  }
}
