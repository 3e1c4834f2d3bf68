package signalbox.server.bus;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import signalbox.server.testing.Eventually;
import signalbox.server.time.Subscription;

/// Messages without pause on some channels, and on one more to which the storm itself listens: only
/// so many are under way at a time that no queue overflows.
final class Storm implements AutoCloseable {
  private static final int UNDER_WAY = 50;

  private final Semaphore free = new Semaphore(UNDER_WAY);
  private final AtomicLong heard = new AtomicLong();
  private final Crowd crowd = new Crowd();
  private final Subscription subscription;

  Storm(Bus bus, List<String> channels) {
    subscription = bus.subscribe("storm", _ -> heard());
    crowd.start(1, _ -> rage(bus, channels));
  }

  private void rage(Bus bus, List<String> channels) throws InterruptedException {
    for (var n = 0L; ; n++) {
      free.acquire();
      for (var channel : channels) bus.publish(channel, "storm " + n);
      bus.publish("storm", "storm " + n);
    }
  }

  private void heard() {
    heard.incrementAndGet();
    free.release();
  }

  void awaitHeard(long messages) {
    Eventually.await(() -> heard.get() >= messages);
  }

  @Override
  public void close() {
    crowd.close();
    subscription.close();
  }
}
