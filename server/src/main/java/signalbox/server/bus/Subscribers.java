package signalbox.server.bus;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Who on this replica wants which channel. Does no I/O and waits for no listener. Thread-safe.
///
/// Messages of one channel are to be delivered one after the other, so that all its subscribers get
/// them in the same order.
final class Subscribers {
  private final Map<String, Set<SubscriberQueue>> channels = new ConcurrentHashMap<>();
  private final LongAdder received;
  private volatile boolean closed;

  /// @param received counts the messages that somebody here wants
  Subscribers(LongAdder received) {
    this.received = received;
  }

  void add(String channel, SubscriberQueue queue) {
    channels.compute(
        channel,
        (_, present) -> {
          var all = present == null ? ConcurrentHashMap.<SubscriberQueue>newKeySet() : present;
          all.add(queue);
          return all;
        });
    if (closed) end(channel, queue);
  }

  /// Ends a subscription; ending it twice is the same as once.
  ///
  /// @return whether it was the last one of its channel
  boolean end(String channel, SubscriberQueue queue) {
    queue.close();
    return channels.computeIfPresent(
            channel, (_, present) -> present.remove(queue) && present.isEmpty() ? null : present)
        == null;
  }

  boolean want(String channel) {
    return channels.containsKey(channel);
  }

  Set<String> channels() {
    return Set.copyOf(channels.keySet());
  }

  int count() {
    return channels.values().stream().mapToInt(Set::size).sum();
  }

  void deliver(String channel, String payload) {
    var queues = channels.get(channel);
    if (queues == null) return;
    received.increment();
    var message = new Delivery.Message(payload);
    queues.forEach(queue -> queue.put(message));
  }

  void gap() {
    channels.values().forEach(queues -> queues.forEach(queue -> queue.put(new Delivery.Gap())));
  }

  /// Ends all subscriptions, also those that are still to come.
  void close() {
    closed = true;
    channels.forEach((channel, queues) -> queues.forEach(queue -> end(channel, queue)));
  }
}
