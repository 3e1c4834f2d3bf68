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
///    [Delivery.Gap] in place of what did not fit. Equal messages that follow one another closely
///    may arrive as one.
/// 3. After a reconnect every subscriber gets a [Delivery.Gap].
/// 4. Publishing never waits for a subscriber and never throws for the network's sake; what cannot
///    be sent is dropped, and the event log repairs it.
/// 5. When [#subscribe] returns, every message that is published afterwards is delivered.
///
/// Thread-safe. Listeners may do anything here, also cancel themselves or close the bus.
public interface Bus extends AutoCloseable {
  /// Hands over a message to be sent soon; its publisher hears it too if it has subscribed. On a
  /// closed bus it goes nowhere.
  ///
  /// @param channel 1 to 63 bytes of UTF-8
  /// @param payload UTF-8 text without NUL, under 7,600 bytes
  /// @throws IllegalArgumentException when one of them is not so
  void publish(String channel, String payload);

  /// Starts delivery to a listener, which is called from one thread at a time and may block without
  /// delaying others. Blocks until the subscription is in force; while the bus is disconnected it
  /// returns at once and the listener hears of the gap when the connection is back. On a closed bus
  /// the listener hears nothing.
  ///
  /// Once the subscription is closed nothing more is handed over, though a call that is under way
  /// goes on.
  ///
  /// @throws IllegalArgumentException when it cannot be the name of a channel
  Subscription subscribe(String channel, Listener listener);

  /// Whether messages get through at present.
  boolean connected();

  /// What the bus has counted until now.
  BusStats stats();

  /// Ends all subscriptions. What was published before is still sent if that takes no longer than a
  /// moment.
  @Override
  void close();

  /// What a subscriber is told. What it throws is logged, and the next delivery comes all the same.
  interface Listener {
    void on(Delivery delivery);
  }
}
