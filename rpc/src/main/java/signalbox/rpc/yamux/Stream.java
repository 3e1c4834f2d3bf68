package signalbox.rpc.yamux;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// One stream of a session: bytes both ways, in order, each way with a window. Thread-safe, but the
/// bytes of two threads that send at once are mixed.
public final class Stream {
  /// What either side may send before the other grants more, in bytes of DATA bodies.
  public static final int WINDOW = 256 << 10;

  /// The longest body of a frame of ours, so that streams take turns.
  private static final int BODY_MAX = 16 << 10;

  /// No honest peer grants more than this; what goes beyond is forgotten.
  private static final long WINDOW_MAX = 1L << 32;

  private final Session session;
  private final int id;
  private final Condition changed;
  private @Nullable Receiver receiver;

  // All below is guarded by the session's lock.
  private long sendWindow = WINDOW;
  private long receiveWindow = WINDOW;
  private int owed;
  private boolean weFinished;
  private boolean peerFinished;
  private @Nullable String broken;
  private int beatsAfterFinish;

  Stream(Session session, int id) {
    this.session = session;
    this.id = id;
    this.changed = session.newCondition();
  }

  /// Sends all bytes; waits while the peer's window is used up or the socket is slow.
  ///
  /// @throws StreamClosedException when the stream ends before all bytes were on their way
  public void send(byte[] bytes) throws StreamClosedException, InterruptedException {
    session.lock();
    try {
      for (var sent = 0; sent < bytes.length; ) {
        awaitRoom();
        sent += put(bytes, sent);
      }
    } finally {
      session.unlock();
    }
  }

  /// Sends all bytes if that needs no waiting.
  ///
  /// @return false when nothing was sent
  public boolean offer(byte[] bytes) {
    session.lock();
    try {
      if (isClosed() || sendWindow < bytes.length || !session.outbox().hasRoomForData()) {
        return false;
      }
      for (var sent = 0; sent < bytes.length; ) sent += put(bytes, sent);
      return true;
    } finally {
      session.unlock();
    }
  }

  /// Nothing more will be sent; what the peer sends still comes. Never waits; finishing again does
  /// nothing.
  public void finish() {
    session.lock();
    try {
      if (isClosed()) return;
      weFinished = true;
      session.outbox().put(Header.about(id, Header.FIN, 0));
      closed();
    } finally {
      session.unlock();
    }
  }

  /// Kills the stream both ways. Never waits. The receiver is not told, and called no more.
  public void reset() {
    session.lock();
    try {
      if (broken != null) return;
      if (!isForgotten()) session.outbox().put(Header.about(id, Header.RST, 0));
      breakOff("reset by us");
    } finally {
      session.unlock();
    }
  }

  /// What the receiver got earlier is gone, and the peer may send as much again. It is told when
  /// that is at least half a window.
  public void consumed(int bytes) {
    session.lock();
    try {
      owed += bytes;
      if (owed < WINDOW / 2 || peerFinished || broken != null) return;
      session.outbox().put(Header.about(id, 0, owed));
      receiveWindow += owed;
      owed = 0;
    } finally {
      session.unlock();
    }
  }

  int id() {
    return id;
  }

  /// Called once, before the stream is known to the session.
  void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  Receiver receiver() {
    if (receiver == null) throw new IllegalStateException("The stream is not open yet.");
    return receiver;
  }

  /// Takes a frame of the peer's from its window. Called under the lock, as are the following.
  void receive(long length) throws ProtocolException {
    if (length == 0) return;
    if (peerFinished) throw new ProtocolException("data after FIN on stream " + name());
    if (length > receiveWindow) throw new ProtocolException("window overrun on stream " + name());
    receiveWindow -= length;
  }

  void grant(long bytes) {
    sendWindow = Math.min(sendWindow + bytes, WINDOW_MAX);
    if (bytes > 0) changed.signalAll();
  }

  /// The peer's FIN came.
  void peerFinished() throws ProtocolException {
    session.lock();
    try {
      if (broken != null) return;
      if (peerFinished) throw new ProtocolException("a second FIN on stream " + name());
      peerFinished = true;
      if (weFinished) session.forget(this);
    } finally {
      session.unlock();
    }
    receiver().finished();
  }

  /// The peer's RST came.
  void peerReset() {
    session.lock();
    try {
      if (broken != null) return;
      breakOff("reset by the peer");
    } finally {
      session.unlock();
    }
    receiver().broken("reset by the peer");
  }

  boolean isBroken() {
    session.lock();
    try {
      return broken != null;
    } finally {
      session.unlock();
    }
  }

  /// From now on the stream is dead; its receiver is to be told by who calls.
  void breakOff(String why) {
    broken = why;
    closed();
    session.forget(this);
  }

  /// Counts the session's beats from the moment at which we have finished and the peer has not.
  int lingers() {
    return weFinished ? ++beatsAfterFinish : 0;
  }

  private void closed() {
    if (isForgotten()) session.forget(this);
    changed.signalAll();
    session.outbox().changed().signalAll();
  }

  private boolean isForgotten() {
    return broken != null || (weFinished && peerFinished);
  }

  private boolean isClosed() {
    return weFinished || broken != null;
  }

  private void awaitRoom() throws StreamClosedException, InterruptedException {
    while (!isClosed()) {
      if (sendWindow == 0) changed.await();
      else if (!session.outbox().hasRoomForData()) session.outbox().changed().await();
      else return;
    }
    throw new StreamClosedException(broken == null ? "we have finished the stream" : broken);
  }

  private int put(byte[] bytes, int from) {
    var length = (int) Math.min(Math.min(bytes.length - from, BODY_MAX), sendWindow);
    session.outbox().put(new Header(Header.Type.DATA, 0, id, length), bytes, from, length);
    sendWindow -= length;
    return length;
  }

  private String name() {
    return Integer.toUnsignedString(id);
  }
}
