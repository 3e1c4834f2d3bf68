package signalbox.server.whole;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Apps that report without end, each report with a key of its own, and that send a report again
/// until it is acknowledged, as a reporter does that must not lose one. Each message is sent by one
/// app only, once for each key.
final class Reporters implements AutoCloseable {
  /// Messages with the answer 200, in no order.
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private final AtomicInteger refused = new AtomicInteger();

  /// What was neither an acknowledgement nor "try again".
  final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

  private final CountDownLatch ended;
  private volatile boolean stopping;

  /// @param server where it is at the moment
  /// @param slugs one reporter for each
  /// @param prefix of all messages, so that no two crowds send the same
  Reporters(Supplier<URI> server, String agentToken, List<String> slugs, String prefix) {
    ended = new CountDownLatch(slugs.size());
    for (var slug : slugs)
      Thread.ofVirtual().start(() -> run(server, agentToken, slug, prefix + slug + "."));
  }

  private void run(Supplier<URI> server, String agentToken, String slug, String prefix) {
    try {
      for (var n = 0; !stopping; n++) deliver(server, agentToken, slug, prefix + n);
    } finally {
      ended.countDown();
    }
  }

  private void deliver(Supplier<URI> server, String agentToken, String slug, String message) {
    while (!once(server.get(), agentToken, slug, message))
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }

  private boolean once(URI server, String agentToken, String slug, String message) {
    try {
      var answer = KeyedReports.send(server, agentToken, message, slug, message);
      if (answer.status() == 200) {
        acknowledged.add(message);
        return true;
      }
      refused.incrementAndGet();
      if (answer.status() != 503 || answer.header("Retry-After").isEmpty())
        surprises.add(answer.status() + " " + answer.body());
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /// How often the answer was "try again".
  int refused() {
    return refused.get();
  }

  /// Lets each deliver its last report, and waits for that.
  @Override
  public void close() {
    stopping = true;
    try {
      if (!ended.await(60, TimeUnit.SECONDS)) throw new AssertionError("a report never arrived");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
