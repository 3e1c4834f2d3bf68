package signalbox.rpc.drpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.Limits;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.Acceptor;
import signalbox.rpc.yamux.ProtocolException;
import signalbox.rpc.yamux.Receiver;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.Stream;

@Timeout(20)
class InboxTest {
  /// From here on a grant is worth a frame.
  private static final int HALF = Stream.WINDOW / 2;

  private final Pipe pipe = new Pipe();
  private final RawPeer peer = new RawPeer(pipe.left());
  private final Session session =
      new Session(pipe.right(), Session.Side.CLIENT, Limits.DEFAULT, Acceptor.NOBODY);
  private final Held held = new Held(1000);
  private final Inbox inbox;

  InboxTest() throws Exception {
    inbox = session.open(stream -> new Deaf(new Inbox(stream, held))).inbox;
    peer.hear("WindowUpdate SYN 1 0");
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aMessageIsPaidForWhenItIsTaken() throws Exception {
    inbox.put(new byte[10], HALF);
    session.beat(() -> {});
    peer.hear("Ping SYN 0 0");
    assertThat(held.bytes()).isEqualTo(10 + Inbox.OVERHEAD);
    assertThat(inbox.take()).hasSize(10);
    peer.hear("WindowUpdate 1 131072");
  }

  @Test
  void whoTakesAMessageHoldsItUntilItTakesTheNextOrTheCallIsOver() throws Exception {
    inbox.put(new byte[10], 14);
    inbox.put(new byte[20], 24);
    inbox.take();
    assertThat(held.bytes()).isEqualTo(30 + 2 * Inbox.OVERHEAD);
    inbox.take();
    assertThat(held.bytes()).isEqualTo(20 + Inbox.OVERHEAD);
    inbox.abandon();
    assertThat(held.bytes()).isZero();
  }

  @Test
  void whileNothingWaitsAnUndoneMessageIsPaidForAtOnce() throws Exception {
    inbox.partial(HALF);
    peer.hear("WindowUpdate 1 131072");
  }

  @Test
  void behindAMessageThatWaitsAnUndoneOneIsPaidForWhenThatIsTaken() throws Exception {
    inbox.put(new byte[1], 5);
    inbox.partial(HALF);
    session.beat(() -> {});
    peer.hear("Ping SYN 0 0");
    inbox.take();
    peer.hear("WindowUpdate 1 131077");
  }

  @Test
  void behindAMessageThatWaitsADoneOneIsPaidForWhenItIsTakenItself() throws Exception {
    inbox.put(new byte[1], 5);
    inbox.partial(HALF);
    inbox.put(new byte[2], 7);
    inbox.take();
    session.beat(() -> {});
    peer.hear("Ping SYN 0 0");
    inbox.take();
    peer.hear("WindowUpdate 1 131084");
  }

  @Test
  void whatIsAbandonedIsPaidForAndReleased() throws Exception {
    inbox.put(new byte[10], HALF);
    inbox.abandon();
    peer.hear("WindowUpdate 1 131072");
    inbox.put(new byte[10], HALF);
    peer.hear("WindowUpdate 1 131072");
    assertThat(held.bytes()).isZero();
    assertThatThrownBy(inbox::take).isInstanceOf(CallEndedException.class);
  }

  @Test
  void messagesThatCameBeforeTheEndAreTakenFirstAndTheFirstEndCounts() throws Exception {
    inbox.put(new byte[1], 5);
    inbox.end(() -> new RpcException(3, "first"));
    inbox.complete();
    inbox.end(() -> new RpcException(4, "second"));
    inbox.put(new byte[2], 6);
    assertThat(inbox.take()).hasSize(1);
    for (var again = 0; again < 2; again++) {
      assertThatThrownBy(inbox::take).isInstanceOf(RpcException.class).hasMessage("first");
    }
  }

  @Test
  void moreThanMayBeHeldEndsTheSession() throws Exception {
    inbox.put(new byte[900], 904);
    assertThatThrownBy(() -> inbox.put(new byte[0], 4)).isInstanceOf(ProtocolException.class);
  }

  /// The test speaks to the inbox itself.
  private record Deaf(Inbox inbox) implements Receiver {
    @Override
    public void data(ByteBuffer bytes) {}

    @Override
    public void finished() {}

    @Override
    public void broken(String why) {}
  }
}
