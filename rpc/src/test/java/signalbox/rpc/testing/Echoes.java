package signalbox.rpc.testing;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import signalbox.rpc.drpc.Call;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.ServerStream;

/// Methods for any path, which count how many of them run: unary, echoing a stream, waiting for the
/// caller's end, or failing, as the path's last letter says.
public final class Echoes implements Methods {
  public static final String UNARY = "/unary";
  public static final String ECHO = "/echo";
  public static final String WAIT = "/wait";
  public static final String FAIL = "/fail";

  private final AtomicInteger running = new AtomicInteger();

  @Override
  public Optional<Method> find(String path) {
    var last = path.isEmpty() ? 'y' : path.charAt(path.length() - 1);
    return Optional.of(
        switch (last) {
          case 'o' -> Method.streaming(counted(Echoes::echo));
          case 't' -> Method.streaming(counted(Echoes::untilTheEnd));
          case 'l' -> Method.streaming(counted(Echoes::fail));
          default -> Method.unary((_, request) -> request);
        });
  }

  /// Waits until no handler runs.
  public void awaitNone() {
    while (running.get() > 0) Thread.onSpinWait();
  }

  private Method.StreamHandler counted(Method.StreamHandler handler) {
    return stream -> {
      running.incrementAndGet();
      try {
        handler.run(stream);
      } finally {
        running.decrementAndGet();
      }
    };
  }

  private static void echo(ServerStream stream) throws RpcException, InterruptedException {
    for (var m = stream.receive(); m != null; m = stream.receive()) stream.send(m);
    stream.closeSend();
  }

  private static void untilTheEnd(Call call) throws InterruptedException {
    var ended = new CountDownLatch(1);
    call.onEnd(ended::countDown);
    ended.await();
  }

  private static void fail(ServerStream stream) throws RpcException, InterruptedException {
    var said = stream.receive();
    throw new RpcException(said == null ? 0 : said.length, "as you wish");
  }
}
