package signalbox.rpc.drpc;

/// Hears of handlers that failed in a way they should not, to log it. Thread-safe; does not throw.
@FunctionalInterface
public interface Failures {
  void failed(String path, Throwable failure);
}
