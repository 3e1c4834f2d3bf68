package signalbox.server.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import signalbox.server.bus.Delivery.Gap;
import signalbox.server.bus.Delivery.Message;

/// A listener that keeps what it hears until the test asks.
final class Ear implements Bus.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofMillis(100);

  private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();

  @Override
  public void on(Delivery delivery) {
    heard.add(delivery);
  }

  Delivery next() {
    try {
      var next = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) throw new AssertionError("Nothing was heard.");
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The next delivery, which must be a message.
  String message() {
    return switch (next()) {
      case Message(var payload) -> payload;
      case Gap _ -> throw new AssertionError("A gap was heard.");
    };
  }

  List<String> messages(int count) {
    var messages = new ArrayList<String>();
    while (messages.size() < count) messages.add(message());
    return messages;
  }

  /// Passes over all else until the message comes.
  void await(String message) {
    awaitFirst(new Message(message)::equals);
  }

  /// Passes over messages until a gap comes.
  void awaitGap() {
    awaitFirst(Gap.class::isInstance);
  }

  void awaitFirst(Predicate<Delivery> wanted) {
    var found = false;
    while (!found) found = wanted.test(next());
  }

  /// Whether nothing comes for a while.
  boolean isQuiet() {
    try {
      return heard.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) == null;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
