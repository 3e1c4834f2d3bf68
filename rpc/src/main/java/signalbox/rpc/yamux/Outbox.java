package signalbox.rpc.yamux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Transport;

/// What is on its way to the peer: whole frames, in the order in which they were put. A virtual
/// thread carries them to the transport while there are any, as many at a time as have gathered.
///
/// 1. [#put] never waits. Who is about to put waits for room before: data while [#DATA_ROOM] is
///    taken, the reading thread with its answers while [#ROOM] is. So an answer waits behind little
///    data, and a peer that asks without reading stops being read.
/// 2. An idle outbox holds no buffer and no thread.
/// 3. Everything but the carrying is called under the session's lock.
final class Outbox {
  static final int DATA_ROOM = 32 << 10;
  static final int ROOM = 52 << 10;

  private final Transport transport;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Consumer<Exception> onFailure;
  private @Nullable ByteArrayOutputStream waiting;
  private boolean carrying;
  private boolean closed;

  /// @param lock the session's
  /// @param onFailure is told, without the lock, that the transport does not write any more
  Outbox(Transport transport, ReentrantLock lock, Consumer<Exception> onFailure) {
    this.transport = transport;
    this.lock = lock;
    this.changed = lock.newCondition();
    this.onFailure = onFailure;
  }

  boolean hasRoomForData() {
    return size() < DATA_ROOM;
  }

  boolean hasRoom() {
    return size() < ROOM;
  }

  /// Is signalled when there may be more room, and when it closes.
  Condition changed() {
    return changed;
  }

  void put(Header header) {
    put(header, new byte[0], 0, 0);
  }

  void put(Header header, byte[] body, int from, int length) {
    if (closed) return;
    if (waiting == null) waiting = new ByteArrayOutputStream(Header.BYTES + length);
    var head = ByteBuffer.allocate(Header.BYTES);
    header.putInto(head);
    waiting.write(head.array(), 0, Header.BYTES);
    waiting.write(body, from, length);
    if (!carrying) Thread.ofVirtual().name("yamux writer").start(this::carry);
    carrying = true;
  }

  /// Drops what waits, and all that is put from now on.
  void close() {
    closed = true;
    waiting = null;
    changed.signalAll();
  }

  private int size() {
    return waiting == null ? 0 : waiting.size();
  }

  private void carry() {
    try {
      for (var bytes = take(); bytes != null; bytes = take()) transport.write(bytes);
    } catch (IOException | InterruptedException | RuntimeException e) {
      onFailure.accept(e);
    }
  }

  private byte @Nullable [] take() {
    lock.lock();
    try {
      var all = waiting;
      waiting = null;
      carrying = all != null;
      changed.signalAll();
      return all == null ? null : all.toByteArray();
    } finally {
      lock.unlock();
    }
  }
}
