package signalbox.rpc.drpc;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.yamux.ProtocolException;
import signalbox.rpc.yamux.Stream;

/// A yamux stream that a client has opened, and the calls on it: one as a rule, or several, one
/// after the other. A thread runs them, which lives from a call's Invoke to its handler's end.
///
/// The client's FIN is answered with ours at once, whatever the handler does: a Coder client's call
/// does not return before that has come. It also ends the running call.
final class ServerChannel extends Channel {
  /// A longer path is no method's.
  private static final int PATH_MAX = 1 << 10;

  private final RpcServer server;

  // Belongs to the reading thread.
  private Map<String, String> metadata = Map.of();
  private @Nullable ServerCall newest;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable ServerCall next;
  private boolean running;

  ServerChannel(RpcServer server, Stream stream) {
    super(stream, server.limits(), server.held());
    this.server = server;
  }

  @Override
  public void finished() {
    stream.finish();
    broken("the caller has finished");
  }

  @Override
  void over(String why) {
    endNewest(why);
  }

  @Override
  public void partial(int wireBytes) {
    if (newest == null) stream.consumed(wireBytes);
    else newest.inbox().partial(wireBytes);
  }

  @Override
  public void packet(Packet packet, int wireBytes) throws DrpcException, ProtocolException {
    var call = newest != null && newest.number() == packet.call() ? newest : null;
    if (call != null && packet.kind() == Kind.MESSAGE) {
      call.inbox().put(packet.body(), wireBytes);
      return;
    }
    stream.consumed(wireBytes);
    switch (packet.kind()) {
      case INVOKE -> invoke(packet);
      case INVOKE_METADATA -> metadata = Metadata.parse(packet.body());
      case MESSAGE -> {}
      case CLOSE_SEND -> {
        if (call != null) call.inbox().complete();
      }
      case ERROR, CANCEL, CLOSE -> {
        if (call != null) endNewest("ended by the caller: " + packet.kind());
      }
    }
  }

  private void invoke(Packet packet) throws DrpcException {
    if (newest != null && newest.number() == packet.call()) {
      throw new DrpcException("Invoke on a call that runs");
    }
    if (packet.body().length > PATH_MAX) throw new DrpcException("a path that is too long");
    endNewest("the caller has begun another call");
    newest =
        new ServerCall(
            packet.call(),
            new String(packet.body(), StandardCharsets.UTF_8),
            metadata,
            server.inbox(stream),
            server.writer(stream, packet.call()),
            server.failures());
    metadata = Map.of();
    run(newest);
  }

  private void endNewest(String why) {
    if (newest != null) newest.end(why);
  }

  /// Calls run one after the other, in the order of their Invokes. One that was not begun when the
  /// next came is forgotten: its caller has ended it.
  private void run(ServerCall call) throws DrpcException {
    lock.lock();
    try {
      if (next != null) next.over();
      next = call;
      if (running) return;
      if (!server.enter()) throw new DrpcException("too many calls at once");
      running = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("rpc").start(this::runAll);
  }

  private void runAll() {
    for (var call = take(); call != null; call = take()) server.run(call);
  }

  private @Nullable ServerCall take() {
    lock.lock();
    try {
      var taken = next;
      next = null;
      running = taken != null;
      if (!running) server.leave();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
