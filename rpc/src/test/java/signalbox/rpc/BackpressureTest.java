package signalbox.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.drpc.MessageStream;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.SessionEnd;
import signalbox.rpc.yamux.Stream;

@Timeout(20)
class BackpressureTest {
  private static final byte[] MESSAGE = new byte[1000];
  private static final Method ECHO = Method.unary((_, request) -> request);

  /// What may be on its way: a window, a message that is being put together, headers.
  private static final int WINDOW_OF_MESSAGES = Stream.WINDOW / MESSAGE.length + 3;

  @Test
  void aHandlerThatDoesNotReceiveStopsItsCallerAndNobodyElse() throws Exception {
    var go = new CountDownLatch(1);
    var received = new CompletableFuture<Integer>();
    var lazy =
        Method.streaming(
            stream -> {
              go.await();
              received.complete(count(stream));
            });
    try (var pair = new Pair(Map.of("/lazy", lazy, "/echo", ECHO))) {
      var sent = new AtomicInteger();
      var sender = sendInBackground(pair, 5000, sent);
      awaitFullWindow(pair, sent);
      go.countDown();
      assertThat(received.get()).isEqualTo(5000);
      sender.join();
    }
  }

  @Test
  void aCallerThatDoesNotReceiveStopsTheHandlerAndNobodyElse() throws Exception {
    var sent = new AtomicInteger();
    var chatty =
        Method.streaming(
            stream -> {
              for (var i = 0; i < 5000; i++) {
                stream.send(MESSAGE);
                sent.incrementAndGet();
              }
            });
    try (var pair = new Pair(Map.of("/chatty", chatty, "/echo", ECHO));
        var call = pair.client.open("/chatty")) {
      awaitFullWindow(pair, sent);
      assertThat(count(call)).isEqualTo(5000);
    }
  }

  @Test
  void aSocketThatIsNotReadStopsThoseWhoWriteToIt() throws Exception {
    var sent = new AtomicInteger();
    var handler = new CompletableFuture<Thread>();
    var chatty =
        Method.streaming(
            stream -> {
              handler.complete(Thread.currentThread());
              while (true) {
                stream.send(MESSAGE);
                sent.incrementAndGet();
              }
            });
    var pipe = new Pipe(Pipe.Cut.WHOLE, 1000);
    var server =
        RpcServer.over(pipe.right(), _ -> Optional.of(chatty), Limits.DEFAULT, (_, _) -> {});
    try (server) {
      var end = Pair.run(server);
      new RawPeer(pipe.left()).open(1).say(1, RawPacket.of(RawPacket.INVOKE, 1, "/chatty"));
      awaitBlocked(handler.get());
      // One write in the socket, one waiting for it, and the outbox.
      assertThat(sent.get() * MESSAGE.length).isLessThan(100 << 10);
      for (var beat = 0; beat < 3; beat++) server.beat(() -> {});
      assertThat(end.get().reason()).isEqualTo(SessionEnd.Reason.PEER_SILENT);
    }
  }

  @Test
  void aPeerThatAsksWithoutReadingIsNotReadAnyMore() throws Exception {
    var pipe = new Pipe(Pipe.Cut.WHOLE, 1000);
    var server = RpcServer.over(pipe.right(), _ -> Optional.of(ECHO), Limits.DEFAULT, (_, _) -> {});
    try (server) {
      var end = Pair.run(server);
      var peer = new RawPeer(pipe.left());
      var flood =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) peer.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 1));
                    } catch (Exception _) {
                      // The session has ended.
                    }
                  });
      awaitBlocked(flood);
      assertThat(pipe.left().written()).isLessThan(200 << 10);
      for (var beat = 0; beat < 3; beat++) server.beat(() -> {});
      assertThat(end.get().reason()).isEqualTo(SessionEnd.Reason.PEER_SILENT);
      flood.join();
    }
  }

  @Test
  void manyLongMessagesEitherWayAtOncePassThroughASmallSocket() throws Exception {
    var message = new byte[700_000];
    try (var pair = new Pair(new Pipe(Pipe.Cut.random(1), 2000), Map.of("/echo", ECHO))) {
      var done = new Semaphore(0);
      for (var i = 0; i < 8; i++) {
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    assertThat(pair.client.call("/echo", message)).hasSameSizeAs(message);
                    done.release();
                  } catch (RpcException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
      }
      done.acquire(8);
    }
  }

  @Test
  void shortMessagesDoNotStarveBehindALongOne() throws Exception {
    var go = new CountDownLatch(1);
    var lazy =
        Method.streaming(
            stream -> {
              go.await();
              count(stream);
            });
    try (var pair = new Pair(Map.of("/lazy", lazy, "/echo", ECHO))) {
      var sender = sendInBackground(pair, 1_000_000, new AtomicInteger());
      go.countDown();
      for (var i = 0; i < 200; i++) {
        assertThat(pair.client.call("/echo", "x".getBytes(UTF_8))).hasSize(1);
      }
      assertThat(sender.isAlive()).isTrue();
    }
  }

  private static Thread sendInBackground(Pair pair, int messages, AtomicInteger sent) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (var call = pair.client.open("/lazy")) {
                for (; sent.get() < messages; sent.incrementAndGet()) call.send(MESSAGE);
                call.closeSend();
                var _ = call.receive();
              } catch (RpcException | InterruptedException _) {
                // The test is over.
              }
            });
  }

  private static int count(MessageStream stream) throws RpcException, InterruptedException {
    var count = 0;
    while (stream.receive() != null) count++;
    return count;
  }

  /// A window's worth of messages was sent; then other calls go back and forth, so that what could
  /// go on has gone on.
  private static void awaitFullWindow(Pair pair, AtomicInteger sent) throws Exception {
    while (sent.get() < Stream.WINDOW / MESSAGE.length - 2) Thread.onSpinWait();
    for (var i = 0; i < 50; i++) assertThat(pair.client.call("/echo", MESSAGE)).isEqualTo(MESSAGE);
    assertThat(sent.get()).isLessThanOrEqualTo(WINDOW_OF_MESSAGES);
  }

  /// Until the thread has waited for something for a while.
  private static void awaitBlocked(Thread thread) {
    for (var waiting = 0; waiting < 1_000_000; Thread.onSpinWait()) {
      waiting = thread.getState() == Thread.State.WAITING ? waiting + 1 : 0;
    }
  }
}
