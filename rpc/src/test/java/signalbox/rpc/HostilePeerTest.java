package signalbox.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.SessionEnd;
import signalbox.rpc.yamux.SessionEnd.Reason;
import signalbox.rpc.yamux.Stream;

@Timeout(20)
class HostilePeerTest {
  private static final Limits LIMITS = new Limits(16, 100_000, 300_000);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final Methods methods =
      Methods.of(
          Map.of(
              "/echo", Method.unary((_, request) -> request),
              "/stubborn", Method.unary((_, request) -> stayUntilTheTestIsOver(request))));

  private final Pipe pipe = new Pipe();
  private final RawPeer peer = new RawPeer(pipe.left());
  private final Session session = RpcServer.over(pipe.right(), methods, LIMITS, (_, _) -> {});
  private final CompletableFuture<SessionEnd> end = Pair.run(session);

  @AfterEach
  void close() {
    over.countDown();
    session.close();
    end.join();
  }

  @Test
  void thousandsOfStreamsAreRefusedAndTheFirstOnesWork() throws Exception {
    for (var id = 1; id < 10_000; id += 2) {
      peer.open(id).hear((id < 32 ? "WindowUpdate ACK " : "WindowUpdate RST ") + id + " 0");
    }
    assertThat(session.streams()).isEqualTo(16);
    peer.say(1, RawPacket.of(RawPacket.INVOKE, 1, "/echo"), RawPacket.of(RawPacket.MESSAGE, 2, ""));
    peer.hear("Data 1 8");
  }

  @Test
  void callsThatAreResetAtOnceDoNotPileUpHandlers() throws Exception {
    for (var id = 1; id < 4000; id += 2) {
      peer.open(id)
          .say(
              id,
              RawPacket.of(RawPacket.INVOKE, 1, "/stubborn"),
              RawPacket.of(RawPacket.MESSAGE, 2, ""))
          .say(RawFrame.of(RawFrame.WINDOW, RawFrame.RST, id, 0));
      var next = peer.next();
      while (next.isPresent() && next.get().stream() != id) next = peer.next();
    }
    alive();
    assertThat(mostRunning.get()).isBetween(1, LIMITS.streams());
  }

  @Test
  void manyInvokesOnOneStreamRunOneAfterTheOther() throws Exception {
    peer.open(1);
    for (var call = 1; call <= 5000; call++) {
      peer.say(
          1,
          new RawPacket(RawPacket.INVOKE, call, 1, "/stubborn".getBytes(UTF_8)),
          new RawPacket(RawPacket.MESSAGE, call, 2, new byte[0]));
    }
    peer.hear("WindowUpdate ACK 1 0");
    alive();
    assertThat(mostRunning.get()).isOne();
  }

  @Test
  void messagesThatNobodyTakesEndTheSessionAtTheLimitEvenIfTheyAreEmpty() throws Exception {
    peer.open(1).say(1, RawPacket.of(RawPacket.INVOKE, 1, "/stubborn"));
    var body = new ByteArrayOutputStream();
    for (var message = 2; message < 20_000; message++) {
      body.writeBytes(RawPacket.of(RawPacket.MESSAGE, message, "").bytes());
    }
    peer.say(RawFrame.data(1, body.toByteArray()));
    misbehaved("more than 300000 bytes that nobody is done with");
  }

  @Test
  void requestsThatSlowHandlersWorkWithCountAlsoAfterAReset() throws Exception {
    for (var id = 1; id < 7; id += 2) {
      stubborn(id);
      while (running.get() <= id / 2) Thread.onSpinWait();
      peer.say(RawFrame.of(RawFrame.WINDOW, RawFrame.RST, id, 0));
    }
    stubborn(7);
    misbehaved("more than 300000 bytes that nobody is done with");
  }

  @Test
  void undonePacketsOnManyStreamsEndTheSessionAtTheLimit() throws Exception {
    var frame = new ByteArrayOutputStream();
    frame.write(RawPacket.INVOKE << 1);
    RawPacket.varint(1, frame);
    RawPacket.varint(1, frame);
    RawPacket.varint(90_000, frame);
    frame.writeBytes(new byte[90_000]);
    for (var id = 1; id < 9; id += 2) peer.open(id).say(RawFrame.data(id, frame.toByteArray()));
    misbehaved("more than 300000 bytes that nobody is done with");
  }

  @Test
  void anAnnouncedLengthCostsNothing() throws Exception {
    for (var id = 1; id < 32; id += 2) {
      peer.open(id).say(RawFrame.data(id, new byte[] {2, 1, 1, (byte) 0xa0, (byte) 0x8d, 6}));
      peer.hear("WindowUpdate ACK " + id + " 0");
    }
    alive();
  }

  @Test
  void endlessEmptyFramesDoNoHarm() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    for (var i = 0; i < 50_000; i++) peer.say(RawFrame.data(1, new byte[0]));
    for (var i = 0; i < 50_000; i++) peer.say(RawFrame.of(RawFrame.WINDOW, 0, 1, 0));
    alive();
  }

  @Test
  void endlessFramesThatMayBeIgnoredGetNoWindowWhileAMessageWaits() throws Exception {
    peer.open(1)
        .say(
            1,
            RawPacket.of(RawPacket.INVOKE, 1, "/stubborn"),
            RawPacket.of(RawPacket.MESSAGE, 2, ""),
            RawPacket.of(RawPacket.MESSAGE, 3, ""));
    var ignored = new byte[60_000];
    for (var i = 0; i < ignored.length; i += 4) {
      ignored[i] = (byte) 0x91;
      ignored[i + 1] = 1;
      ignored[i + 2] = 4;
    }
    for (var i = 0; i < 4; i++) peer.say(RawFrame.data(1, ignored));
    peer.hear("WindowUpdate ACK 1 0");
    alive();
    peer.say(RawFrame.data(1, ignored));
    misbehaved("window overrun on stream 1");
  }

  /// What breaks the rules of dRPC costs the stream; the session goes on.
  @ParameterizedTest
  @CsvSource({
    "11010100, an unknown kind",
    "05010200 05010100, ids that go backwards",
    "04010200 07010200, another kind inside a packet",
    "05ffffffffffffffffffff01, a number that is too long",
    "050101ffffffffff01, a length beyond the limit",
    "0301010161 0301020161, a second Invoke of a call"
  })
  void anOffenceAgainstDrpcResetsItsStreamOnly(String hex, String what) throws Exception {
    peer.open(1).open(3).hear("WindowUpdate ACK 1 0", "WindowUpdate ACK 3 0");
    peer.say(RawFrame.data(1, HexFormat.of().parseHex(hex.replace(" ", ""))));
    var heard = peer.next().orElseThrow();
    while (!heard.has(RawFrame.RST)) heard = peer.next().orElseThrow();
    assertThat(heard).as(what).hasToString("WindowUpdate RST 1 0");
    peer.say(3, RawPacket.of(RawPacket.INVOKE, 1, "/echo"), RawPacket.of(RawPacket.MESSAGE, 2, ""));
    peer.hear("Data 3 8");
  }

  @Test
  void aPathThatIsTooLongResetsItsStream() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    peer.say(1, RawPacket.of(RawPacket.INVOKE, 1, "/".repeat(2000)));
    peer.hear("WindowUpdate RST 1 0");
  }

  @Test
  void packetsBeforeAnInvokeOrForAnotherCallAreDropped() throws Exception {
    peer.open(1).hear("WindowUpdate ACK 1 0");
    peer.say(
        1,
        RawPacket.of(RawPacket.MESSAGE, 1, "lost"),
        RawPacket.of(RawPacket.CLOSE_SEND, 2, ""),
        RawPacket.of(RawPacket.CANCEL, 3, ""),
        RawPacket.of(RawPacket.INVOKE, 4, "/echo"),
        RawPacket.of(RawPacket.MESSAGE, 5, "kept"));
    peer.hear("Data 1 12");
    for (var i = 6; i < 2000; i++) {
      peer.say(1, new RawPacket(RawPacket.MESSAGE, 2, i, new byte[1000]));
      if (i % 100 == 0) alive();
    }
  }

  @Test
  void oneSessionsEndIsNoOthers() throws Exception {
    try (var pair = new Pair(Map.of("/echo", Method.unary((_, request) -> request)))) {
      peer.open(1).say(new RawFrame(RawFrame.DATA, 0, 1, Stream.WINDOW + 1, new byte[0]));
      misbehaved("window overrun on stream 1");
      assertThat(pair.client.call("/echo", new byte[5])).hasSize(5);
    }
  }

  private byte[] stayUntilTheTestIsOver(byte[] request) throws InterruptedException {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    over.await();
    running.decrementAndGet();
    return request;
  }

  private void alive() throws Exception {
    peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 77));
    Optional<RawFrame> next;
    do {
      next = peer.next();
      assertThat(next).isPresent();
    } while (next.orElseThrow().type() != RawFrame.PING);
  }

  private void stubborn(int id) throws Exception {
    var request = RawPacket.of(RawPacket.MESSAGE, 2, "x".repeat(90_000));
    peer.open(id).say(id, RawPacket.of(RawPacket.INVOKE, 1, "/stubborn"), request);
  }

  private void misbehaved(String detail) throws Exception {
    peer.hearTheEnd();
    assertThat(end.get()).isEqualTo(new SessionEnd(Reason.PEER_MISBEHAVED, detail));
  }
}
