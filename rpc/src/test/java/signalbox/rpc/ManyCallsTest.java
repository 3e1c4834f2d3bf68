package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.Sockets;

@Timeout(60)
class ManyCallsTest {
  private static final Map<String, Method> METHODS =
      Map.of(
          "/unary", Method.unary((_, request) -> request),
          "/stream",
              Method.streaming(
                  stream -> {
                    for (var m = stream.receive(); m != null; m = stream.receive()) stream.send(m);
                  }));

  @Test
  void tenThousandCallsOnOneSessionLeaveNothingBehind() throws Exception {
    try (var pair = new Pair(METHODS)) {
      callFromManyThreads(pair.client, 50, 200);
      while (pair.server.streams() + pair.client.session().streams() > 0) Thread.onSpinWait();
      assertThat(pair.failures).isEmpty();
    }
  }

  @Test
  void aRealSocketCarriesThemToo() throws Exception {
    try (var sockets = new Sockets(METHODS)) {
      callFromManyThreads(sockets.client, 50, 20);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void manyStreamsInterleavedAndCutAtRandomKeepTheirMessagesInOrder(long seed) throws Exception {
    var random = new Random(seed);
    var pipe = new Pipe(Pipe.Cut.random(seed), 1 + random.nextInt(100_000));
    try (var pair = new Pair(pipe, METHODS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var streams = new ArrayList<Future<?>>();
      for (var i = 0; i < 20; i++) {
        var messages = messages(new Random(seed * 100 + i));
        streams.add(threads.submit(() -> echoAll(pair.client, messages)));
      }
      for (var stream : streams) stream.get();
      assertThat(pair.failures).isEmpty();
    }
  }

  private static void callFromManyThreads(RpcClient client, int threads, int calls)
      throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<Future<?>>();
      for (var thread = 0; thread < threads; thread++) {
        var number = thread;
        done.add(
            executor.submit(
                () -> {
                  for (var call = 0; call < calls; call++) {
                    var request = ByteBuffer.allocate(8).putInt(number).putInt(call).array();
                    assertThat(client.call("/unary", request)).isEqualTo(request);
                  }
                  return calls;
                }));
      }
      for (var future : done) future.get();
    }
  }

  private static List<byte[]> messages(Random random) {
    var messages = new ArrayList<byte[]>();
    for (var i = 0; i < 30; i++) {
      var message = new byte[random.nextInt(random.nextInt(5) == 0 ? 200_000 : 300)];
      random.nextBytes(message);
      messages.add(message);
    }
    return messages;
  }

  /// Sends and receives at once, each as fast as it can.
  private static boolean echoAll(RpcClient client, List<byte[]> messages)
      throws RpcException, InterruptedException {
    try (var call = client.open("/stream")) {
      var sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (var message : messages) call.send(message);
                      call.closeSend();
                    } catch (RpcException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      for (var message : messages) assertThat(Arrays.equals(call.receive(), message)).isTrue();
      assertThat(call.receive()).isNull();
      sender.join();
      return true;
    }
  }
}
