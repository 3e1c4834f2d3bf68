package signalbox.cli.api;

import java.time.Duration;

/// How a command waits between two tries. The only place where the client sleeps.
@FunctionalInterface
public interface Pauses {
  void pause(Duration length) throws InterruptedException;

  /// By the system's clock.
  static Pauses real() {
    return Thread::sleep;
  }
}
