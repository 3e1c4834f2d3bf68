package signalbox.agent.time;

/// Something to stop. Stopping twice is the same as once.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
