package signalbox.rpc.drpc;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.yamux.ProtocolException;
import signalbox.rpc.yamux.Stream;

/// The messages of one call that nobody is done with. The session's reading thread puts them,
/// others take them.
///
/// One that was taken counts as held until the next is taken or the call is over, because who took
/// it works with it meanwhile. So calls that take long hold no more than those that have not begun.
///
/// The peer's window bounds it: a message's bytes are handed back when it is taken. Only while
/// nothing waits are they handed back at once, because a message may be longer than the window. So
/// at most one message that is longer waits here, and a window full of others.
final class Inbox {
  /// What a message costs here besides its bytes. Empty ones count too.
  static final int OVERHEAD = 64;

  private record Message(byte[] bytes, int wireBytes) {
    long held() {
      return (long) bytes.length + OVERHEAD;
    }
  }

  private final Stream stream;
  private final Held held;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<Message> messages = new ArrayDeque<>(1);
  private int partial;
  private long lent;
  private boolean complete;
  private @Nullable Supplier<? extends RpcException> end;
  private boolean abandoned;

  Inbox(Stream stream, Held held) {
    this.stream = stream;
    this.held = held;
  }

  /// Bytes came that belong to a message that is not done.
  void partial(int wireBytes) {
    lock.lock();
    try {
      if (messages.isEmpty()) stream.consumed(wireBytes);
      else partial += wireBytes;
    } finally {
      lock.unlock();
    }
  }

  void put(byte[] message, int wireBytes) throws ProtocolException {
    lock.lock();
    try {
      if (abandoned || isEnded()) {
        stream.consumed(wireBytes);
        return;
      }
      var added = new Message(message, partial + wireBytes);
      partial = 0;
      messages.add(added);
      changed.signalAll();
      held.add(added.held());
    } finally {
      lock.unlock();
    }
  }

  /// No more messages will come, and that is in order.
  void complete() {
    lock.lock();
    try {
      if (!isEnded()) complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// No more messages will come; who asks for one hears why, after those that are here. The first
  /// end counts.
  void end(Supplier<? extends RpcException> why) {
    lock.lock();
    try {
      if (!isEnded()) end = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a message.
  ///
  /// @return null when no more will come
  byte @Nullable [] take() throws RpcException, InterruptedException {
    lock.lock();
    try {
      giveBack();
      while (messages.isEmpty() && !isEnded() && !abandoned) changed.await();
      var message = messages.poll();
      if (message != null) return taken(message);
      if (end != null) throw end.get();
      if (abandoned && !complete) throw new CallEndedException("the call is over");
      return null;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody will take anything any more: drops what is here and what still comes, and wakes who
  /// waits.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      for (var message = messages.poll(); message != null; message = messages.poll()) {
        giveBack();
        taken(message);
      }
      giveBack();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the peer has said all that it will.
  boolean isOver() {
    lock.lock();
    try {
      return isEnded();
    } finally {
      lock.unlock();
    }
  }

  private byte[] taken(Message message) {
    lent = message.held();
    var wireBytes = message.wireBytes;
    if (messages.isEmpty()) {
      wireBytes += partial;
      partial = 0;
    }
    stream.consumed(wireBytes);
    return message.bytes;
  }

  private void giveBack() {
    held.remove(lent);
    lent = 0;
  }

  private boolean isEnded() {
    return complete || end != null;
  }
}
