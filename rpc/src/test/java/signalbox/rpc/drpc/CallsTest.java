package signalbox.rpc.drpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.yamux.SessionEnd;

@Timeout(20)
class CallsTest {
  private static final Method ECHO = Method.unary((_, request) -> request);

  private static final Method COUNT =
      Method.streaming(
          stream -> {
            var last = Integer.parseInt(text(stream.receive()));
            for (var i = 1; i <= last; i++) stream.send(bytes(Integer.toString(i)));
          });

  private static final Method CHAT =
      Method.streaming(
          stream -> {
            for (var said = stream.receive(); said != null; said = stream.receive()) {
              stream.send(bytes("you said " + text(said)));
            }
            stream.send(bytes("bye"));
          });

  @Test
  void aUnaryCallIsAnswered() throws Exception {
    try (var pair = new Pair(Map.of("/echo", ECHO))) {
      assertThat(pair.client.call("/echo", bytes("hello"))).asString(UTF_8).isEqualTo("hello");
      assertThat(pair.client.call("/echo", new byte[0])).isEmpty();
    }
  }

  @Test
  void longMessagesPassInBothDirectionsThroughSmallWindows() throws Exception {
    try (var pair = new Pair(Map.of("/echo", ECHO))) {
      for (var length : new int[] {1, 65_535, 65_536, 65_537, 262_144, 1_000_000, 4 << 20}) {
        var message = new byte[length];
        message[length - 1] = 7;
        assertThat(pair.client.call("/echo", message)).isEqualTo(message);
      }
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefusedBeforeAnythingIsSent() throws Exception {
    var tooLong = new byte[(4 << 20) + 1];
    try (var pair = new Pair(Map.of("/echo", ECHO, "/long", Method.unary((_, _) -> tooLong)))) {
      assertThatThrownBy(() -> pair.client.call("/echo", tooLong))
          .isInstanceOf(RpcException.class)
          .hasMessage("a message of 4194305 bytes is longer than 4194304");
      assertThatThrownBy(() -> pair.client.call("/long", new byte[0]))
          .isInstanceOf(RpcException.class)
          .hasMessage("a message of 4194305 bytes is longer than 4194304");
      assertThat(pair.client.call("/echo", bytes("still here"))).isNotEmpty();
    }
  }

  @Test
  void whatAHandlerThrowsIsWhatItsCallerHears() throws Exception {
    var boom = new IllegalStateException("secret");
    try (var pair =
        new Pair(
            Map.of(
                "/no", throwing(new RpcException(7, "no ❌")),
                "/unimplemented", throwing(RpcException.unimplemented()),
                "/boom",
                    Method.unary(
                        (_, _) -> {
                          throw boom;
                        })))) {
      assertThat(refused(pair, "/no")).extracting("code", "message").containsExactly(7L, "no ❌");
      assertThat(refused(pair, "/unimplemented").code()).isEqualTo(12);
      assertThat(refused(pair, "/boom").text()).isEqualTo("internal error");
      assertThat(pair.failures).containsExactly(boom);
      assertThat(refused(pair, "/nope"))
          .extracting("code", "message")
          .containsExactly(0L, "protocol error: unknown rpc: \"/nope\"");
    }
  }

  @Test
  void anErrorBeforeTheRequestIsCompleteReachesTheCaller() throws Exception {
    var method =
        Method.streaming(
            _ -> {
              throw new RpcException(9, "not now");
            });
    try (var pair = new Pair(Map.of("/busy", method))) {
      for (var i = 0; i < 20; i++) {
        assertThatThrownBy(() -> pair.client.call("/busy", new byte[3 << 20]))
            .hasMessage("not now");
      }
    }
  }

  @Test
  void aServerStreams() throws Exception {
    try (var pair = new Pair(Map.of("/count", COUNT));
        var call = pair.client.open("/count")) {
      call.send(bytes("1000"));
      call.closeSend();
      assertThat(rest(call)).hasSize(1000).startsWith("1", "2", "3").endsWith("1000");
    }
  }

  @Test
  void bothSidesTalkInTurn() throws Exception {
    try (var pair = new Pair(Map.of("/chat", CHAT));
        var call = pair.client.open("/chat")) {
      for (var word : List.of("a", "b", "c")) {
        call.send(bytes(word));
        assertThat(text(call.receive())).isEqualTo("you said " + word);
      }
      call.closeSend();
      assertThat(rest(call)).containsExactly("bye");
    }
  }

  @Test
  void aStreamThatFailsDeliversWhatItSaidBefore() throws Exception {
    var method =
        Method.streaming(
            stream -> {
              stream.send(bytes("one"));
              throw new RpcException(3, "enough");
            });
    try (var pair = new Pair(Map.of("/fail", method));
        var call = pair.client.open("/fail")) {
      assertThat(text(call.receive())).isEqualTo("one");
      assertThatThrownBy(call::receive).isInstanceOf(RpcException.class).hasMessage("enough");
    }
  }

  @Test
  void metadataReachesTheHandler() throws Exception {
    var method = Method.streaming(stream -> stream.send(bytes(stream.metadata().toString())));
    try (var pair = new Pair(Map.of("/meta", method));
        var call = pair.client.open("/meta", Map.of("trace", "42"))) {
      assertThat(rest(call)).containsExactly("{trace=42}");
    }
  }

  @Test
  void aClosedOrCancelledCallEndsItsHandlerAndFreesItsStream() throws Exception {
    for (var cancel : List.of(true, false)) {
      var ended = new CountDownLatch(1);
      var received = new CompletableFuture<Object>();
      var method =
          Method.streaming(
              stream -> {
                stream.onEnd(ended::countDown);
                stream.send(bytes("started"));
                try {
                  stream.receive();
                } catch (RpcException e) {
                  received.complete(e);
                }
              });
      try (var pair = new Pair(Map.of("/wait", method))) {
        var call = pair.client.open("/wait");
        assertThat(text(call.receive())).isEqualTo("started");
        if (cancel) call.cancel();
        call.close();
        ended.await();
        assertThat(received.get()).isInstanceOf(CallEndedException.class);
        assertThatThrownBy(() -> call.send(bytes("late"))).isInstanceOf(CallEndedException.class);
        while (pair.server.streams() + pair.client.session().streams() > 0) Thread.onSpinWait();
      }
    }
  }

  @Test
  void interruptingACallerCancelsTheCallAndNothingElse() throws Exception {
    var started = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var method =
        Method.unary(
            (call, request) -> {
              call.onEnd(ended::countDown);
              started.countDown();
              ended.await();
              return request;
            });
    try (var pair = new Pair(Map.of("/wait", method, "/echo", ECHO))) {
      var thrown = new CompletableFuture<Throwable>();
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      pair.client.call("/wait", new byte[0]);
                    } catch (RpcException | InterruptedException e) {
                      thrown.complete(e);
                    }
                  });
      started.await();
      caller.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      ended.await();
      assertThat(pair.client.call("/echo", bytes("on"))).isNotEmpty();
    }
  }

  @Test
  void whenTheSessionEndsEveryHandlerAndEveryCallerHearsOfIt() throws Exception {
    var started = new CountDownLatch(50);
    var ended = new CountDownLatch(100);
    var method =
        Method.streaming(
            stream -> {
              stream.onEnd(ended::countDown);
              started.countDown();
              try {
                stream.receive();
              } finally {
                ended.countDown();
              }
            });
    try (var pair = new Pair(Map.of("/wait", method));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var callers = new ArrayList<Future<?>>();
      for (var i = 0; i < 50; i++) {
        callers.add(threads.submit(() -> pair.client.open("/wait").receive()));
      }
      started.await();
      pair.pipe.kill();
      ended.await();
      for (var caller : callers) {
        assertThatThrownBy(caller::get).hasCauseInstanceOf(CallEndedException.class);
      }
      assertThat(pair.clientEnd.get().reason()).isEqualTo(SessionEnd.Reason.CONNECTION_FAILED);
      assertThatThrownBy(() -> pair.client.call("/wait", new byte[0]))
          .isInstanceOf(CallEndedException.class);
    }
  }

  @Test
  void aRequestThatWasSentIsHandledEvenIfTheCallerGoesAtOnce() throws Exception {
    var handled = new CompletableFuture<byte[]>();
    var method =
        Method.unary(
            (_, request) -> {
              handled.complete(request);
              return request;
            });
    try (var pair = new Pair(Map.of("/report", method))) {
      var call = pair.client.open("/report");
      call.send(bytes("off"));
      call.close();
      assertThat(handled.get()).asString(UTF_8).isEqualTo("off");
    }
  }

  @Test
  void messagesOfSeveralThreadsOnOneCallStayWhole() throws Exception {
    try (var pair = new Pair(Map.of("/chat", Method.streaming(CallsTest::echo)));
        var call = pair.client.open("/chat");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var letter : List.of("a", "b", "c")) {
        threads.execute(
            () -> {
              try {
                for (var i = 0; i < 5; i++) call.send(bytes(letter.repeat(200_000)));
              } catch (RpcException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
      for (var i = 0; i < 15; i++) {
        assertThat(text(call.receive())).hasSize(200_000).matches("a+|b+|c+");
      }
    }
  }

  @Test
  void aHandlerThatIsInterruptedWhileItSendsLosesItsCallOnly() throws Exception {
    var handler = new CompletableFuture<Thread>();
    var chatty =
        Method.streaming(
            stream -> {
              handler.complete(Thread.currentThread());
              while (true) stream.send(new byte[100_000]);
            });
    try (var pair = new Pair(Map.of("/chatty", chatty, "/echo", ECHO));
        var call = pair.client.open("/chatty")) {
      assertThat(call.receive()).hasSize(100_000);
      handler.get().interrupt();
      // It depends on whether half a frame was on its way.
      assertThatThrownBy(() -> rest(call))
          .isInstanceOf(RpcException.class)
          .message()
          .isIn("reset by the peer", "interrupted");
      assertThat(pair.client.call("/echo", bytes("on"))).isNotEmpty();
    }
  }

  @Test
  void nothingIsSentAfterTheEnd() throws Exception {
    var leaked = new CompletableFuture<ServerStream>();
    var method =
        Method.streaming(
            stream -> {
              stream.closeSend();
              assertThatThrownBy(() -> stream.send(bytes("late")))
                  .isInstanceOf(CallEndedException.class);
              leaked.complete(stream);
            });
    try (var pair = new Pair(Map.of("/leak", method));
        var call = pair.client.open("/leak")) {
      assertThat(call.receive()).isNull();
      call.cancel();
      var stream = leaked.get();
      stream.closeSend();
      assertThatThrownBy(() -> stream.send(bytes("late"))).isInstanceOf(CallEndedException.class);
      assertThatThrownBy(stream::receive).isInstanceOf(CallEndedException.class);
      assertThat(pair.failures).isEmpty();
    }
  }

  @Test
  void aTaskThatFailsAtTheEndHarmsNobody() throws Exception {
    var ended = new CountDownLatch(2);
    var boom = new IllegalStateException("a bug");
    var method =
        Method.streaming(
            stream -> {
              stream.onEnd(ended::countDown);
              stream.onEnd(
                  () -> {
                    throw boom;
                  });
              stream.onEnd(ended::countDown);
              stream.send(bytes("ready"));
              ended.await();
            });
    try (var pair = new Pair(Map.of("/fragile", method, "/echo", ECHO))) {
      try (var call = pair.client.open("/fragile")) {
        assertThat(call.receive()).isNotNull();
      }
      ended.await();
      assertThat(pair.client.call("/echo", bytes("on"))).isNotEmpty();
      assertThat(pair.failures).containsExactly(boom);
    }
  }

  @Test
  void decodersAndEncodersSpeakTheWordsOfTheDomain() throws Exception {
    Method.Decoder<Integer> number =
        bytes -> {
          if (bytes.length != 1) throw new IOException("not a number");
          return (int) bytes[0];
        };
    var method =
        Method.<Integer, Integer>unary(number, n -> new byte[] {n.byteValue()}, (_, n) -> n + 1);
    try (var pair = new Pair(Map.of("/next", method))) {
      assertThat(pair.client.call("/next", new byte[] {41})).containsExactly(42);
      assertThatThrownBy(() -> pair.client.call("/next", new byte[2]))
          .isInstanceOf(RpcException.class)
          .hasMessage("proto: cannot parse invalid wire-format data");
    }
  }

  @Test
  void oneByteAtATimeIsEnough() throws Exception {
    try (var pair = new Pair(new Pipe(Pipe.Cut.BYTES), Map.of("/chat", CHAT));
        var call = pair.client.open("/chat")) {
      call.send(bytes("a"));
      call.closeSend();
      assertThat(rest(call)).containsExactly("you said a", "bye");
    }
  }

  private static void echo(ServerStream stream) throws RpcException, InterruptedException {
    for (var m = stream.receive(); m != null; m = stream.receive()) stream.send(m);
  }

  private static RpcException refused(Pair pair, String path) {
    return catchThrowableOfType(RpcException.class, () -> pair.client.call(path, new byte[0]));
  }

  private static Method throwing(RpcException e) {
    return Method.unary(
        (_, _) -> {
          throw e;
        });
  }

  private static List<String> rest(MessageStream stream) throws RpcException, InterruptedException {
    var all = new ArrayList<String>();
    for (var m = stream.receive(); m != null; m = stream.receive()) all.add(text(m));
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    assertThat(bytes).isNotNull();
    return new String(bytes, UTF_8);
  }
}
