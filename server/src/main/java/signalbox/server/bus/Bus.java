package signalbox.server.bus;

import signalbox.server.time.Subscription;

/// Carries hints between replicas, and to anyone else who listens. At most once: what was published
/// while nobody was subscribed, or while the connection was down, is gone; whoever might have
/// missed something is told so.
///
/// Promises, each held by the one test suite that every implementation passes:
/// 1. A subscriber gets the messages of its channel in the order in which the bus took them, one at
///    a time.
/// 2. While connected nothing is lost, except that a subscriber whose queue is full gets
///    [Delivery.Gap] in place of what did not fit.
/// 3. After a reconnect every subscriber gets a [Delivery.Gap].
/// 4. Publishing never waits for a subscriber and never throws for the network's sake; what cannot
///    be sent is dropped, and the event log repairs it.
/// 5. When [#subscribe] returns, every message that is published afterwards is delivered.
///
/// Thread-safe.
public interface Bus extends AutoCloseable {
  /// Hands over a message to be sent soon.
  ///
  /// @param channel at most 63 bytes
  /// @param payload UTF-8 text without NUL, under 7,600 bytes
  void publish(String channel, String payload);

  /// Starts delivery to a listener, which is called from one thread at a time and may block without
  /// delaying others. Blocks until the subscription is in force; while the bus is disconnected it
  /// returns at once and the listener hears of the gap when the connection is back.
  Subscription subscribe(String channel, Listener listener);

  /// Whether messages get through at present.
  boolean connected();

  @Override
  void close();

  /// What a subscriber is told.
  interface Listener {
    void on(Delivery delivery);
  }
}
