package signalbox.server.stream;

/// An event loop: one thread that owns many outlets. Equal only to itself. Thread-safe.
public interface Loop {
  /// Runs a short task on the loop's thread, in the order of the calls.
  void execute(Runnable task);
}
