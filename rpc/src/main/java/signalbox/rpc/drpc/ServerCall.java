package signalbox.rpc.drpc;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.drpc.PacketWriter.Part;

/// One call on the server: what its handler sees, and how the handler's end becomes packets.
final class ServerCall implements ServerStream {
  private final long number;
  private final String path;
  private final Map<String, String> metadata;
  private final Inbox inbox;
  private final PacketWriter writer;
  private final Failures failures;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable Runnable onEnd;
  private boolean ended;

  /// @param number which call on its yamux stream
  ServerCall(
      long number,
      String path,
      Map<String, String> metadata,
      Inbox inbox,
      PacketWriter writer,
      Failures failures) {
    this.number = number;
    this.path = path;
    this.metadata = metadata;
    this.inbox = inbox;
    this.writer = writer;
    this.failures = failures;
  }

  long number() {
    return number;
  }

  Inbox inbox() {
    return inbox;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public byte @Nullable [] receive() throws RpcException, InterruptedException {
    return inbox.take();
  }

  @Override
  public void send(byte[] message) throws RpcException, InterruptedException {
    writer.send(new Part(Kind.MESSAGE, message));
  }

  @Override
  public void closeSend() throws RpcException, InterruptedException {
    writer.closeSend();
  }

  @Override
  public void onEnd(Runnable task) {
    lock.lock();
    try {
      if (!ended) {
        var before = onEnd;
        onEnd = before == null ? task : () -> inTurn(before, task);
        return;
      }
    } finally {
      lock.unlock();
    }
    tell(task);
  }

  /// The caller is gone: whatever the handler does now is for nobody.
  void end(String why) {
    writer.close();
    inbox.end(() -> new CallEndedException(why));
    Runnable task;
    lock.lock();
    try {
      ended = true;
      task = onEnd;
      onEnd = null;
    } finally {
      lock.unlock();
    }
    if (task != null) tell(task);
  }

  /// Calls the handler and tells the caller how it ended. Blocks as long as the handler does.
  void run(Methods methods) {
    try {
      answer(methods.find(path).orElseThrow(this::unknown));
    } catch (CallEndedException _) {
      // Nobody is there to be told.
    } catch (RpcException e) {
      fail(e);
    } catch (InterruptedException _) {
      fail(new RpcException("interrupted"));
    } catch (RuntimeException | Error e) {
      fail(new RpcException("internal error"));
      failures.failed(path, e);
    } finally {
      over();
    }
  }

  private void answer(Method method) throws RpcException, InterruptedException {
    switch (method) {
      case Method.Unary(var handler) -> {
        var answer = new Part(Kind.MESSAGE, handler.answer(this, request()));
        writer.send(answer, Part.of(Kind.CLOSE_SEND));
      }
      case Method.Streaming(var handler) -> {
        handler.run(this);
        if (!writer.isSendClosed() || !inbox.isOver()) writer.send(Part.of(Kind.CLOSE));
      }
    }
  }

  private byte[] request() throws RpcException, InterruptedException {
    var request = inbox.take();
    if (request == null) throw new RpcException("a call without a request: " + path);
    return request;
  }

  private RpcException unknown() {
    return new RpcException("protocol error: unknown rpc: \"" + path + '"');
  }

  private void fail(RpcException e) {
    try {
      writer.send(Part.error(e));
    } catch (RpcException _) {
      // Nobody is there to be told.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nothing is said or heard in this call any more.
  void over() {
    writer.close();
    inbox.abandon();
    lock.lock();
    try {
      ended = true;
      onEnd = null;
    } finally {
      lock.unlock();
    }
  }

  private void inTurn(Runnable first, Runnable second) {
    tell(first);
    second.run();
  }

  /// Runs on the reading thread, which must go on.
  private void tell(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.failed(path, e);
    }
  }
}
