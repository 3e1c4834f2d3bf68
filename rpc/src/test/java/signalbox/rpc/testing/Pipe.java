package signalbox.rpc.testing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Transport;

/// A connection in memory, with a bounded buffer for each direction. What is read may be cut
/// anywhere, and the whole may be cut off after any byte.
public final class Pipe {
  /// How many of the bytes that are there a read returns.
  public interface Cut {
    Cut WHOLE = there -> there;
    Cut BYTES = _ -> 1;

    int length(int there);

    static Cut random(long seed) {
      var random = new Random(seed);
      return there -> 1 + random.nextInt(random.nextBoolean() ? Math.min(there, 20) : there);
    }
  }

  private static final int CAPACITY = 64 << 10;

  private final Cut cut;
  private final int capacity;
  private final Direction forth = new Direction();
  private final Direction back = new Direction();
  private final End left = new End(back, forth);
  private final End right = new End(forth, back);
  private long bytesLeft = Long.MAX_VALUE;

  public Pipe() {
    this(Cut.WHOLE);
  }

  public Pipe(Cut cut) {
    this(cut, CAPACITY);
  }

  /// @param capacity what fits into each direction before a writer has to wait
  public Pipe(Cut cut, int capacity) {
    this.cut = cut;
    this.capacity = capacity;
  }

  public End left() {
    return left;
  }

  public End right() {
    return right;
  }

  /// From now on so many bytes are carried, in both directions together; then the connection fails.
  public synchronized Pipe breakAfter(long bytes) {
    bytesLeft = bytes;
    return this;
  }

  /// Fails the connection.
  public void kill() {
    left.close();
    right.close();
  }

  private synchronized int spend(int length) {
    var spent = (int) Math.min(length, bytesLeft);
    bytesLeft -= spent;
    return spent;
  }

  /// One end.
  public final class End implements Transport {
    private final Direction in;
    private final Direction out;

    private End(Direction in, Direction out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public byte @Nullable [] read() throws IOException, InterruptedException {
      return in.read();
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
      var carried = spend(bytes.length);
      out.write(bytes, carried);
      if (carried < bytes.length) {
        kill();
        throw new IOException("the connection broke");
      }
    }

    /// Ends the connection in good order: the other end reads what is there, then the end.
    @Override
    public void close() {
      in.close();
      out.finish();
    }

    /// Ends the connection for the other end, which reads what is there first. This end can still
    /// read.
    public void finish() {
      out.finish();
    }

    /// How many bytes this end has written so far.
    public long written() {
      return out.total.get();
    }
  }

  private final class Direction {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int offset;
    private int size;
    private final AtomicLong total = new AtomicLong();
    private boolean finished;
    private boolean closed;

    private byte @Nullable [] read() throws IOException, InterruptedException {
      lock.lockInterruptibly();
      try {
        while (size == 0 && !closed && !finished) changed.await();
        if (closed) throw new IOException("closed");
        if (size == 0) return null;
        var first = chunks.getFirst();
        var there = first.length - offset;
        var piece = new byte[Math.min(cut.length(there), there)];
        System.arraycopy(first, offset, piece, 0, piece.length);
        offset += piece.length;
        if (offset == first.length) {
          chunks.removeFirst();
          offset = 0;
        }
        size -= piece.length;
        changed.signalAll();
        return piece;
      } finally {
        lock.unlock();
      }
    }

    private void write(byte[] bytes, int length) throws IOException, InterruptedException {
      if (length == 0) return;
      lock.lockInterruptibly();
      try {
        while (size >= capacity && !closed && !finished) changed.await();
        if (closed || finished) throw new IOException("closed");
        chunks.add(Arrays.copyOf(bytes, length));
        size += length;
        total.addAndGet(length);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void finish() {
      lock.lock();
      try {
        finished = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void close() {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
