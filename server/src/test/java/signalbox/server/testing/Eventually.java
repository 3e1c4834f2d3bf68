package signalbox.server.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other threads are about to bring about. Looks every millisecond, so a test takes
/// no longer than the thing itself, and gives up after a time that only a broken server takes.
public final class Eventually {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private Eventually() {}

  /// What must hold at last.
  public interface Condition {
    boolean holds() throws Exception;
  }

  public static void await(Condition condition) {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds(condition)) {
      if (System.nanoTime() > end) throw new AssertionError("it never came to that");
      pause();
    }
  }

  /// A millisecond for other threads.
  public static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
