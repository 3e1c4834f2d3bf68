package signalbox.rpc.yamux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What becomes of each frame that comes. Belongs to the session's reading thread; calls receivers
/// and the acceptor without the session's lock.
final class Incoming implements FrameReader.Sink {
  private final Session session;

  /// Whose frame is being read; null while it is nobody's.
  private @Nullable Stream current;

  Incoming(Session session) {
    this.session = session;
  }

  @Override
  public void begin(Header header) throws ProtocolException, InterruptedException {
    session.awaitRoom();
    switch (header.type()) {
      case DATA, WINDOW_UPDATE -> {
        if (header.has(Header.SYN)) open(header.stream());
        current = session.account(header);
      }
      case PING -> ping(header);
      case GO_AWAY -> session.peerGoesAway(header.length());
    }
  }

  @Override
  public void body(ByteBuffer piece) throws ProtocolException {
    if (current != null && !current.isBroken()) current.receiver().data(piece);
  }

  @Override
  public void end(Header header) throws ProtocolException {
    var stream = current;
    current = null;
    if (stream == null) return;
    if (header.has(Header.RST)) stream.peerReset();
    else if (header.has(Header.FIN)) stream.peerFinished();
  }

  private void open(int id) throws ProtocolException {
    if (id == 0 || session.side().opens(id)) {
      throw new ProtocolException("SYN for a stream that is not the peer's to open");
    }
    if (!session.mayAccept(id) || !accept(new Stream(session, id))) {
      session.put(Header.about(id, Header.RST, 0));
    }
  }

  private boolean accept(Stream stream) {
    var receiver = session.acceptor().accept(stream);
    if (receiver.isEmpty()) return false;
    stream.receiver(receiver.get());
    if (!session.accepted(stream)) receiver.get().broken("the session has ended");
    return true;
  }

  private void ping(Header header) {
    if (header.has(Header.SYN)) {
      session.put(new Header(Header.Type.PING, Header.ACK, 0, header.length()));
    } else {
      session.answered((int) header.length()).run();
    }
  }
}
