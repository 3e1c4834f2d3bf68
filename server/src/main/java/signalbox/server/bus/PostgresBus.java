package signalbox.server.bus;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// A bus over PostgreSQL's LISTEN and NOTIFY: between all replicas on one database, and to anyone
/// else who listens there. Thread-safe.
///
/// One connection listens and one publishes, each with a thread of its own. Between the two there
/// is a private channel: a notification on it wakes the listening thread, which otherwise only its
/// socket could do, and shows that it still hears. On a second channel, common to all replicas, the
/// publishing thread tells that messages were dropped before they could be sent; every subscriber
/// on every replica then gets a gap.
///
/// Equal messages of one batch arrive as one, because PostgreSQL merges them.
public final class PostgresBus implements Bus {
  static final String GAP_CHANNEL = "signalbox_gap";
  static final Duration BEAT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PostgresBus.class);

  /// How long what was published may delay the closing.
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Envelope wake = new Envelope("signalbox_wake_" + UUID.randomUUID(), "");
  private final Envelope gap = new Envelope(GAP_CHANNEL, "");
  private final BusCounters counters = new BusCounters();
  private final Subscribers subscribers = new Subscribers(counters.received);
  private final ChannelChanges changes = new ChannelChanges();
  private final Outbox outbox = new Outbox(wake, gap, counters.unsent);
  private final Pulse pulse = new Pulse();
  private final Publishing publishing = new Publishing(outbox, wake, pulse);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Echo echo;
  private final Link publisher;
  private final Link listener;
  private final Subscription beat;

  private PostgresBus(Connector connector, Ticker ticker, Echo echo) {
    this.echo = echo;
    var listening =
        new Listening(
            List.of(wake.channel(), gap.channel()), subscribers, changes, pulse, this::arrived);
    listener = new Link("signalbox bus listener", connector, listening, counters.reconnects);
    publisher = new Link("signalbox bus publisher", connector, publishing, counters.reconnects);
    beat = ticker.every(BEAT, this::beat);
  }

  /// Waits for the first attempt to connect, but opens also when it fails: then the bus goes on
  /// trying.
  public static PostgresBus open(Connector connector, Ticker ticker, Echo echo) {
    var bus = new PostgresBus(connector, ticker, echo);
    bus.listener.start();
    bus.publisher.start();
    try {
      bus.listener.awaitFirstAttempt();
      bus.publisher.awaitFirstAttempt();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return bus;
  }

  @Override
  public void publish(String channel, String payload) {
    var message = new Envelope(channel, payload);
    counters.published.increment();
    outbox.put(message);
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    Envelope.checkChannel(channel);
    var queue = new SubscriberQueue(listener, counters.overflowed);
    subscribers.add(channel, queue);
    var inForce = changes.add(channel);
    if (!inForce.isDone()) outbox.wake();
    inForce.join();
    return () -> cancel(channel, queue);
  }

  /// Nobody waits for an UNLISTEN, so it comes with the next thing that wakes the thread.
  private void cancel(String channel, SubscriberQueue queue) {
    if (subscribers.end(channel, queue)) {
      var _ = changes.add(channel);
    }
  }

  private void arrived(PGNotification arrival) {
    var channel = arrival.getName();
    if (channel.equals(wake.channel())) return;
    if (echo.skipsOwn(channel) && publishing.isOwn(arrival.getPID())) return;
    if (channel.equals(GAP_CHANNEL)) subscribers.gap();
    subscribers.deliver(channel, arrival.getParameter());
  }

  private void beat() {
    if (listener.isUp() && pulse.isLost()) {
      LOG.warn("The bus's connection has gone silent; it is made again.");
      listener.cut();
    }
    outbox.wake();
  }

  @Override
  public boolean connected() {
    return !closed.get() && listener.isUp() && publisher.isUp();
  }

  @Override
  public BusStats stats() {
    return counters.stats(connected(), subscribers);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) return;
    beat.close();
    subscribers.close();
    outbox.close();
    listener.beginToClose();
    try {
      publisher.close(MOMENT);
      listener.close(MOMENT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      changes.disconnect();
    }
  }
}
