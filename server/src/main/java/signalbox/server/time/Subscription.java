package signalbox.server.time;

/// Something to stop. Stopping twice is the same as once.
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
