package signalbox.rpc;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The reading half of a [Transport] whose library does not let itself be read but hands over what
/// comes, message by message and as many as it was asked for: a WebSocket on an event loop.
/// Thread-safe; only [#read] waits.
///
/// The adapter asks the library for a few messages at the beginning, and each one that is read asks
/// for one more. So there are never more than those few here.
public final class Inflow {
  private final Runnable more;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(1);
  private boolean finished;
  private @Nullable IOException failure;

  /// @param more asks the library for one more message; runs on the thread that reads
  public Inflow(Runnable more) {
    this.more = more;
  }

  /// A message came; it belongs to the reader from now on. After the end nothing happens.
  public void put(byte[] message) {
    lock.lock();
    try {
      if (finished || failure != null) return;
      chunks.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The peer ended the connection in good order; what came before will be read.
  public void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The connection failed, or was closed from this side; nothing more is read. The first failure
  /// counts.
  public void fail(IOException why) {
    lock.lock();
    try {
      if (failure == null) failure = why;
      chunks.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// As [Transport#read].
  public byte @Nullable [] read() throws IOException, InterruptedException {
    var chunk = next();
    if (chunk != null) more.run();
    return chunk;
  }

  private byte @Nullable [] next() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty() && !finished && failure == null) changed.await();
      if (failure != null) throw failure;
      return chunks.poll();
    } finally {
      lock.unlock();
    }
  }
}
