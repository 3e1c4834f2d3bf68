package signalbox.rpc.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.rpc.Limits;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.Session.Side;
import signalbox.rpc.yamux.SessionEnd.Reason;

@Timeout(20)
class SessionTest {
  private static final String OPEN_1 = "00 01 00 01 00 00 00 01 00 00 00 00";
  private static final Limits LIMITS = new Limits(4, 1 << 20, 1 << 20);

  private final Pipe pipe = new Pipe();
  private final RawPeer peer = new RawPeer(pipe.left());
  private final Map<Integer, Kept> accepted = new ConcurrentHashMap<>();
  private final Session session = new Session(pipe.right(), Side.SERVER, LIMITS, this::accept);
  private final CompletableFuture<SessionEnd> end = Pair.run(session);

  @AfterEach
  void close() {
    session.close();
    end.join();
  }

  @Test
  void theTestBytesOfTheContractAreUnderstoodAndSaid() throws Exception {
    peer.sayHex(OPEN_1).hear("WindowUpdate ACK 1 0");
    peer.sayHex("00 01 00 04 00 00 00 01 00 00 00 00");
    assertThat(stream(1).events.take()).isEqualTo("finished");
    stream(1).stream.finish();
    peer.hear("WindowUpdate FIN 1 0");
    peer.sayHex("00 02 00 01 00 00 00 00 00 00 00 01").hear("Ping ACK 0 1");
  }

  @Test
  void aStreamMayBeOpenedAndEndedByDataFrames() throws Exception {
    peer.say(new RawFrame(RawFrame.DATA, RawFrame.SYN | RawFrame.FIN, 3, 2, new byte[] {1, 2}));
    peer.hear("WindowUpdate ACK 3 0");
    assertThat(stream(3).events.take()).isEqualTo("finished");
    assertThat(stream(3).data.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void pingsAreAnsweredWhileAllStreamsAreStuck() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    peer.say(RawFrame.data(1, new byte[Stream.WINDOW]));
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, -7)).hear("Ping ACK 0 -7");
  }

  @Test
  void theWindowIsGrantedAgainWhenHalfOfItIsConsumed() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    peer.say(RawFrame.data(1, new byte[Stream.WINDOW]));
    stream(1).stream.consumed(Stream.WINDOW / 2 - 1);
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1)).hear("Ping ACK 0 1");
    stream(1).stream.consumed(1);
    peer.hear("WindowUpdate 1 131072");
    peer.say(RawFrame.data(1, new byte[Stream.WINDOW / 2]));
    stream(1).stream.consumed(Stream.WINDOW);
    peer.hear("WindowUpdate 1 262144");
  }

  @Test
  void nothingIsSentBeyondThePeersWindow() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    var sent = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> sent.complete(send(stream(1), Stream.WINDOW + 10)));
    assertThat(hearData(Stream.WINDOW)).isEqualTo(Stream.WINDOW);
    assertThat(stream(1).stream.offer(new byte[1])).isFalse();
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1)).hear("Ping ACK 0 1");
    peer.say(RawFrame.of(RawFrame.WINDOW, 0, 1, 4)).hear("Data 1 4");
    peer.say(RawFrame.of(RawFrame.WINDOW, 0, 1, 100)).hear("Data 1 6");
    assertThat(sent.get()).isTrue();
    assertThat(stream(1).stream.offer(new byte[94])).isTrue();
    assertThat(stream(1).stream.offer(new byte[1])).isFalse();
    peer.hear("Data 1 94");
  }

  @Test
  void grantsDoNotOverflow() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    for (var i = 0; i < 10; i++) peer.say(RawFrame.of(RawFrame.WINDOW, 0, 1, -1));
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1)).hear("Ping ACK 0 1");
    stream(1).stream.send(new byte[5]);
    peer.hear("Data 1 5");
  }

  @Test
  void eachSideFinishesOnceAndThenTheStreamIsForgotten() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    var stream = stream(1).stream;
    stream.send(new byte[3]);
    stream.finish();
    stream.finish();
    peer.hear("Data 1 3", "WindowUpdate FIN 1 0");
    assertThatThrownBy(() -> stream.send(new byte[1])).isInstanceOf(StreamClosedException.class);
    assertThat(stream.offer(new byte[1])).isFalse();
    peer.say(RawFrame.data(1, new byte[4])).finish(1);
    assertThat(stream(1).events.take()).isEqualTo("finished");
    assertThat(stream(1).data.size()).isEqualTo(4);
    peer.finish(1).say(RawFrame.data(1, new byte[4]));
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1)).hear("Ping ACK 0 1");
    assertThat(session.streams()).isZero();
    assertThat(stream(1).events).isEmpty();
  }

  @Test
  void aResetKillsTheStreamBothWays() throws Exception {
    peer.open(1).open(3).hear("WindowUpdate ACK 1 0", "WindowUpdate ACK 3 0");
    var sent = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> sent.complete(send(stream(1), 2 * Stream.WINDOW)));
    hearData(Stream.WINDOW);
    peer.say(RawFrame.of(RawFrame.WINDOW, RawFrame.RST, 1, 0));
    assertThat(stream(1).events.take()).isEqualTo("broken: reset by the peer");
    assertThat(sent.get()).isFalse();
    stream(3).stream.reset();
    stream(3).stream.reset();
    peer.hear("WindowUpdate RST 3 0");
    peer.say(RawFrame.data(1, new byte[9]), RawFrame.data(3, new byte[9])).finish(1).finish(3);
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1)).hear("Ping ACK 0 1");
    assertThat(stream(3).events).isEmpty();
    assertThat(session.streams()).isZero();
  }

  @Test
  void moreStreamsThanTheLimitAreResetAndTheOthersGoOn() throws Exception {
    for (var id : new int[] {1, 3, 5, 7}) peer.open(id).hear("WindowUpdate ACK " + id + " 0");
    peer.open(9).hear("WindowUpdate RST 9 0");
    peer.say(RawFrame.of(RawFrame.WINDOW, RawFrame.RST, 1, 0)).open(11);
    peer.hear("WindowUpdate ACK 11 0");
  }

  @Test
  void afterGoAwayNothingNewIsAcceptedAndTheRestGoesOn() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    session.goAway();
    session.goAway();
    peer.hear("GoAway 0 0").open(3).hear("WindowUpdate RST 3 0");
    stream(1).stream.send(new byte[1]);
    peer.hear("Data 1 1");
  }

  @Test
  void aPeerThatGoesAwayMayStillOpenStreamsButWeMayNot() throws Exception {
    peer.say(RawFrame.of(RawFrame.GO_AWAY, 0, 0, 0)).open(1).hear("WindowUpdate ACK 1 0");
    assertThatThrownBy(() -> session.open(Kept::new)).isInstanceOf(StreamClosedException.class);
  }

  @Test
  void aPeerThatGivesUpEndsTheSession() throws Exception {
    peer.say(RawFrame.of(RawFrame.GO_AWAY, 0, 0, 2)).hearTheEnd();
    assertThat(end.get().reason()).isEqualTo(Reason.PEER_GAVE_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "00010001 00000001 00000000, SYN for a stream that is open",
    "00010001 00000002 00000000, SYN for a stream that is not the peer's to open",
    "00010001 00000000 00000000, SYN for a stream that is not the peer's to open",
    "00010004 00000001 00000000 00010004 00000001 00000000, a second FIN on stream 1",
    "00010004 00000001 00000000 00000000 00000001 00000001 00, data after FIN on stream 1",
    "00000000 00000001 00040001, window overrun on stream 1",
    "00000000 00000001 ffffffff, window overrun on stream 1",
    "01000000 00000001 00000000, version 1",
    "00040000 00000001 00000000, frame type 4"
  })
  void whoBreaksTheRulesLosesTheSession(String hex, String detail) throws Exception {
    peer.open(1).sayHex(hex.replace(" ", "")).hearTheEnd();
    assertThat(end.get()).isEqualTo(new SessionEnd(Reason.PEER_MISBEHAVED, detail));
    var events = stream(1).events;
    if (events.element().equals("finished")) events.remove();
    assertThat(events).containsExactly("broken: the session has ended: " + detail);
  }

  @Test
  void beatsPingAndGiveUpAPeerThatDoesNotAnswer() throws Exception {
    var answered = new CountDownLatch(2);
    session.beat(answered::countDown);
    session.beat(answered::countDown);
    peer.hear("Ping SYN 0 0", "Ping SYN 0 1");
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.ACK, 0, 1));
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.ACK, 0, 1));
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.ACK, 0, 0));
    answered.await();
    session.beat(() -> {});
    session.beat(() -> {});
    peer.hear("Ping SYN 0 2", "Ping SYN 0 3");
    assertThat(session.ended()).isEmpty();
    session.beat(() -> {});
    assertThat(end.get().reason()).isEqualTo(Reason.PEER_SILENT);
    peer.hearTheEnd();
  }

  @Test
  void aStreamThatThePeerDoesNotFinishIsResetAfterManyBeats() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    stream(1).stream.finish();
    peer.hear("WindowUpdate FIN 1 0");
    for (var beat = 0; beat < Session.LINGER_BEATS; beat++) {
      assertThat(session.streams()).isOne();
      beat();
    }
    session.beat(() -> {});
    peer.hear("Ping SYN 0 20", "WindowUpdate RST 1 0");
    assertThat(session.streams()).isZero();
  }

  @Test
  void closingEndsEverythingOnce() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    session.close();
    session.close();
    assertThat(end.get()).isEqualTo(new SessionEnd(Reason.CLOSED, "closed by us"));
    assertThat(stream(1).events).containsExactly("broken: the session has ended: closed by us");
    assertThatThrownBy(() -> session.open(Kept::new)).isInstanceOf(StreamClosedException.class);
    session.beat(() -> {});
    session.goAway();
    stream(1).stream.finish();
    stream(1).stream.reset();
    stream(1).stream.consumed(1 << 20);
  }

  @Test
  void aPeerThatLeavesInGoodOrderIsNoFailure() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    pipe.left().close();
    assertThat(end.get().reason()).isEqualTo(Reason.PEER_LEFT);
    assertThat(stream(1).events)
        .containsExactly("broken: the session has ended: the peer closed the connection");
  }

  @Test
  void interruptingTheReadingThreadClosesTheSession() throws Exception {
    var other = new Session(new Pipe().left(), Side.CLIENT, LIMITS, Acceptor.NOBODY);
    var ended = new CompletableFuture<SessionEnd>();
    var reader = Thread.ofVirtual().start(() -> ended.complete(other.run()));
    reader.interrupt();
    assertThat(ended.get().reason()).isEqualTo(Reason.CLOSED);
  }

  @Test
  void aReceiverThatFailsEndsTheSessionAndTheOthersAreTold() throws Exception {
    var pipe = new Pipe();
    var kept = new CompletableFuture<Kept>();
    var failing =
        new Session(
            pipe.right(),
            Side.SERVER,
            LIMITS,
            stream -> {
              if (kept.isDone()) throw new IllegalStateException("a bug");
              kept.complete(new Kept(stream));
              return Optional.of(kept.join());
            });
    var ended = Pair.run(failing);
    new RawPeer(pipe.left()).open(1).open(3).hearTheEnd();
    assertThatThrownBy(ended::get).hasRootCauseMessage("a bug");
    assertThat(kept.get().events.take()).startsWith("broken");
  }

  @Test
  void aClientOpensOddStreamsAndRefusesThoseOfItsServer() throws Exception {
    var pipe = new Pipe();
    var server = new RawPeer(pipe.left());
    try (var client = new Session(pipe.right(), Side.CLIENT, LIMITS, Acceptor.NOBODY)) {
      var _ = Pair.run(client);
      var first = client.open(Kept::new);
      client.open(Kept::new);
      server.hear("WindowUpdate SYN 1 0", "WindowUpdate SYN 3 0");
      first.stream.send(new byte[2]);
      server.hear("Data 1 2");
      server.say(new RawFrame(RawFrame.DATA, RawFrame.ACK, 1, 1, new byte[1])).open(2);
      server.hear("WindowUpdate RST 2 0");
      assertThat(first.data.size()).isOne();
    }
  }

  private void beat() throws IOException, InterruptedException {
    var answered = new CountDownLatch(1);
    session.beat(answered::countDown);
    var ping = peer.next().orElseThrow();
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.ACK, 0, ping.length()));
    answered.await();
  }

  private Optional<Receiver> accept(Stream stream) {
    var kept = new Kept(stream);
    accepted.put(stream.id(), kept);
    return Optional.of(kept);
  }

  private Kept stream(int id) {
    return Optional.ofNullable(accepted.get(id)).orElseThrow();
  }

  private int hearData(int atLeast) throws InterruptedException {
    var length = 0;
    while (length < atLeast) length += peer.next().orElseThrow().body().length;
    return length;
  }

  private static boolean send(Kept kept, int length) {
    try {
      kept.stream.send(new byte[length]);
      return true;
    } catch (StreamClosedException | InterruptedException e) {
      return false;
    }
  }

  /// Keeps what comes.
  private static final class Kept implements Receiver {
    private final Stream stream;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Kept(Stream stream) {
      this.stream = stream;
    }

    @Override
    public void data(ByteBuffer bytes) {
      var piece = new byte[bytes.remaining()];
      bytes.get(piece);
      data.writeBytes(piece);
    }

    @Override
    public void finished() {
      events.add("finished");
    }

    @Override
    public void broken(String why) {
      events.add("broken: " + why);
    }
  }
}
