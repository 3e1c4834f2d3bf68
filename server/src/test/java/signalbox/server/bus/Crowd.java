package signalbox.server.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads that do something at the same time.
final class Crowd implements AutoCloseable {
  interface Work {
    void run(int member) throws Exception;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> under = new ArrayList<>();

  Crowd start(int members, Work work) {
    for (var member = 0; member < members; member++) {
      var number = member;
      Callable<Void> task =
          () -> {
            work.run(number);
            return null;
          };
      under.add(threads.submit(task));
    }
    return this;
  }

  /// Waits for all; what one of them threw fails the test.
  void finish() throws InterruptedException {
    for (var work : under) {
      try {
        work.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
