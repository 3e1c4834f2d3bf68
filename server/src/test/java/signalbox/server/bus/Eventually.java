package signalbox.server.bus;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for what nobody announces.
final class Eventually {
  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  private Eventually() {}

  static void holds(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) pause();
  }

  static void pause() {
    LockSupport.parkNanos(LOOK_NANOS);
  }
}
