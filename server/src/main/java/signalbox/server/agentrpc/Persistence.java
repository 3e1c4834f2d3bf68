package signalbox.server.agentrpc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import signalbox.rpc.drpc.Call;
import signalbox.server.db.DatabaseUnavailable;

/// Does again what failed because the database could not be reached, for as long as the caller
/// waits: some agents tell a thing only once.
final class Persistence {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Persistence() {}

  /// @param work may be done twice
  /// @throws DatabaseUnavailable when the caller has gone meanwhile
  static <R> R untilDone(Call call, Supplier<R> work) throws InterruptedException {
    var gone = new CountDownLatch(1);
    var registered = false;
    for (var wait = FIRST; ; wait = shorter(wait.multipliedBy(2), LONGEST)) {
      try {
        return work.get();
      } catch (DatabaseUnavailable e) {
        if (!registered) call.onEnd(gone::countDown);
        registered = true;
        if (gone.await(wait.toMillis(), TimeUnit.MILLISECONDS)) throw e;
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
