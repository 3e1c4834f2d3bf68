package signalbox.server.bus;

/// What reaches a subscriber: a message, or the news that some may be missing.
public sealed interface Delivery {
  record Message(String payload) implements Delivery {}

  /// Messages were lost or may have been (an overflow, a reconnect): look at the state again.
  record Gap() implements Delivery {}
}
