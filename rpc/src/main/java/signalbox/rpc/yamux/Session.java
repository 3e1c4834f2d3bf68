package signalbox.rpc.yamux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.yamux.SessionEnd.Reason;

/// One connection and its streams. Somebody has to [#run] it; everything else is thread-safe and,
/// but for [#open], never waits.
///
/// 1. What comes is handled by the thread that runs the session, in order; receivers and the
///    acceptor are called there and nowhere else.
/// 2. A session ends once, for the first reason that turns up. Then every sender wakes, and every
///    receiver is told before [#run] returns.
/// 3. Frames for streams that are not known are skipped: they crossed with our reset.
public final class Session implements AutoCloseable {
  /// Which end of the connection this is: it decides about the numbers of the streams.
  public enum Side {
    /// Opens streams with odd numbers.
    CLIENT(1),
    /// Opens streams with even numbers, which no peer of ours expects.
    SERVER(2);

    private final int first;

    Side(int first) {
      this.first = first;
    }

    boolean opens(int stream) {
      return stream != 0 && (stream & 1) == (first & 1);
    }
  }

  /// A stream of ours that the peer does not finish is reset after so many beats: five minutes, at
  /// four beats a minute.
  static final int LINGER_BEATS = 20;

  private final Transport transport;
  private final Side side;
  private final Acceptor acceptor;
  private final int streamsMax;
  private final FrameReader frames = new FrameReader(new Incoming(this));
  private final ReentrantLock lock = new ReentrantLock();
  private final Outbox outbox;

  // All below is guarded by the lock.
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final Pings pings = new Pings();
  private int nextStream;
  private boolean weGoAway;
  private boolean peerGoesAway;
  private @Nullable SessionEnd end;
  private List<Stream> orphans = List.of();

  /// @param acceptor is asked about the peer's streams
  public Session(Transport transport, Side side, Limits limits, Acceptor acceptor) {
    this.transport = transport;
    this.side = side;
    this.acceptor = acceptor;
    this.streamsMax = limits.streams();
    this.nextStream = side.first;
    this.outbox = new Outbox(transport, lock, e -> end(Reason.CONNECTION_FAILED, "writing: " + e));
  }

  /// Reads until the session ends; meant for a virtual thread of its own. To be called once.
  /// Interrupting it closes the session.
  public SessionEnd run() {
    try {
      read();
    } catch (ProtocolException e) {
      end(Reason.PEER_MISBEHAVED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      end(Reason.CONNECTION_FAILED, "reading: " + e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    } finally {
      end(Reason.CLOSED, "the reading thread failed");
      tellOrphans();
    }
    return ended().orElseThrow();
  }

  /// Opens a stream; waits while the socket is slow.
  ///
  /// @param opener makes the stream's receiver; must not block, and must not use the stream yet
  /// @throws StreamClosedException when the session has ended, is about to, or has too many streams
  public <R extends Receiver> R open(Function<Stream, R> opener)
      throws StreamClosedException, InterruptedException {
    lock.lock();
    try {
      while (end == null && !outbox.hasRoomForData()) outbox.changed().await();
      checkOpen();
      var stream = new Stream(this, nextStream);
      nextStream += 2;
      var receiver = opener.apply(stream);
      stream.receiver(receiver);
      streams.put(stream.id(), stream);
      outbox.put(Header.about(stream.id(), Header.SYN, 0));
      return receiver;
    } finally {
      lock.unlock();
    }
  }

  /// Pings the peer, and ends the session when it has not answered the two pings before. To be
  /// called at regular times, every 15 seconds say: then a peer is given up after 30.
  ///
  /// @param answered runs on the reading thread when the peer answers; must not block
  public void beat(Runnable answered) {
    lock.lock();
    try {
      if (!pings.tooManyUnanswered()) {
        outbox.put(new Header(Header.Type.PING, Header.SYN, 0, pings.next(answered)));
        resetLingering();
        return;
      }
    } finally {
      lock.unlock();
    }
    end(Reason.PEER_SILENT, "the peer does not answer pings");
  }

  /// Asks the peer to open no more streams here, and refuses those that it opens all the same. What
  /// runs goes on.
  public void goAway() {
    lock.lock();
    try {
      if (!weGoAway) outbox.put(new Header(Header.Type.GO_AWAY, 0, 0, 0));
      weGoAway = true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session at once. Closing again does nothing.
  @Override
  public void close() {
    end(Reason.CLOSED, "closed by us");
  }

  /// Empty while it goes on.
  public Optional<SessionEnd> ended() {
    lock.lock();
    try {
      return Optional.ofNullable(end);
    } finally {
      lock.unlock();
    }
  }

  /// How many streams are open.
  public int streams() {
    lock.lock();
    try {
      return streams.size();
    } finally {
      lock.unlock();
    }
  }

  Side side() {
    return side;
  }

  Acceptor acceptor() {
    return acceptor;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  Condition newCondition() {
    return lock.newCondition();
  }

  Outbox outbox() {
    return outbox;
  }

  /// Called under the lock.
  void forget(Stream stream) {
    streams.remove(stream.id(), stream);
  }

  /// Waits until what a frame of the peer's makes us say finds room.
  void awaitRoom() throws InterruptedException {
    lock.lock();
    try {
      while (end == null && !outbox.hasRoom()) outbox.changed().await();
    } finally {
      lock.unlock();
    }
  }

  void put(Header header) {
    lock.lock();
    try {
      outbox.put(header);
    } finally {
      lock.unlock();
    }
  }

  /// @return whether there is room for one more stream of the peer's
  boolean mayAccept(int id) throws ProtocolException {
    lock.lock();
    try {
      if (streams.containsKey(id)) throw new ProtocolException("SYN for a stream that is open");
      return end == null && !weGoAway && streams.size() < streamsMax;
    } finally {
      lock.unlock();
    }
  }

  /// @return false when the session has ended meanwhile
  boolean accepted(Stream stream) {
    lock.lock();
    try {
      if (end != null) return false;
      streams.put(stream.id(), stream);
      outbox.put(Header.about(stream.id(), Header.ACK, 0));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Keeps account of the windows.
  ///
  /// @return whose frame it is; null when it is nobody's
  @Nullable Stream account(Header header) throws ProtocolException {
    lock.lock();
    try {
      var stream = streams.get(header.stream());
      if (stream == null) return null;
      if (header.type() == Header.Type.DATA) stream.receive(header.length());
      else stream.grant(header.length());
      return stream;
    } finally {
      lock.unlock();
    }
  }

  Runnable answered(int ping) {
    lock.lock();
    try {
      return pings.answered(ping);
    } finally {
      lock.unlock();
    }
  }

  /// @param reason 0 when the peer merely wants no more streams
  void peerGoesAway(long reason) {
    lock.lock();
    try {
      peerGoesAway = true;
    } finally {
      lock.unlock();
    }
    if (reason != 0) end(Reason.PEER_GAVE_UP, "the peer gave up, reason " + reason);
  }

  private void read() throws IOException, InterruptedException {
    while (ended().isEmpty()) {
      var bytes = transport.read();
      if (bytes == null) end(Reason.PEER_LEFT, "the peer closed the connection");
      else frames.accept(ByteBuffer.wrap(bytes));
    }
  }

  private void end(Reason reason, String detail) {
    lock.lock();
    try {
      if (end != null) return;
      end = new SessionEnd(reason, detail);
      orphans = List.copyOf(streams.values());
      orphans.forEach(stream -> stream.breakOff(String.valueOf(end)));
      outbox.close();
    } finally {
      lock.unlock();
    }
    transport.close();
  }

  private void tellOrphans() {
    var why = ended().map(SessionEnd::toString).orElse("");
    for (var orphan : orphans) orphan.receiver().broken(why);
    orphans = List.of();
  }

  private void resetLingering() {
    for (var stream : List.copyOf(streams.values())) {
      if (stream.lingers() > LINGER_BEATS) stream.reset();
    }
  }

  private void checkOpen() throws StreamClosedException {
    if (end != null) throw new StreamClosedException(end.toString());
    if (peerGoesAway) throw new StreamClosedException("the peer takes no more streams");
    if (streams.size() >= streamsMax) throw new StreamClosedException("too many open streams");
  }
}
