package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.drpc.CallEndedException;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Echoes;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;

/// A connection that breaks after any byte of a conversation.
@Timeout(60)
class CutOffTest {
  @Test
  void whereverTheConnectionBreaksEveryHandlerEndsAndEveryCallerHears() throws Exception {
    var bytes = 0;
    while (!converse(bytes)) bytes++;
    assertThat(bytes).isGreaterThan(200);
  }

  /// @return whether the conversation came to its end within so many bytes
  private static boolean converse(int bytes) throws Exception {
    var echoes = new Echoes();
    var pipe = new Pipe().breakAfter(bytes);
    var client = RpcClient.over(pipe.left(), Limits.DEFAULT);
    var server = RpcServer.over(pipe.right(), echoes, Limits.DEFAULT, (_, _) -> {});
    var clientEnd = Pair.run(client.session());
    var serverEnd = Pair.run(server);
    var calls = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      calls.add(threads.submit(() -> completes(() -> unary(client))));
      calls.add(threads.submit(() -> completes(() -> chat(client))));
      calls.add(threads.submit(() -> completes(() -> leave(client))));
    }
    var complete = true;
    for (var call : calls) complete &= call.get();
    client.session().close();
    clientEnd.get();
    serverEnd.get();
    echoes.awaitNone();
    assertThat(client.session().streams() + server.streams()).isZero();
    return complete;
  }

  private interface Conversation {
    void hold() throws RpcException, InterruptedException;
  }

  private static boolean completes(Conversation conversation) throws Exception {
    try {
      conversation.hold();
      return true;
    } catch (CallEndedException _) {
      return false;
    }
  }

  private static void unary(RpcClient client) throws RpcException, InterruptedException {
    assertThat(client.call(Echoes.UNARY, new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
  }

  private static void chat(RpcClient client) throws RpcException, InterruptedException {
    try (var call = client.open(Echoes.ECHO)) {
      for (var i = 0; i < 3; i++) {
        call.send(new byte[] {(byte) i});
        assertThat(call.receive()).containsExactly(i);
      }
      call.closeSend();
      assertThat(call.receive()).isNull();
    }
  }

  private static void leave(RpcClient client) throws RpcException, InterruptedException {
    var sent = new CompletableFuture<Boolean>();
    try (var call = client.open(Echoes.WAIT)) {
      call.send(new byte[50]);
      sent.complete(true);
      call.cancel();
    }
    assertThat(sent).isCompleted();
  }
}
