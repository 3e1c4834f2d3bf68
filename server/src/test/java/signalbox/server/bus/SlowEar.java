package signalbox.server.bus;

import java.util.concurrent.CountDownLatch;

/// A listener that stays in its first delivery until it is let go, and keeps what it hears.
final class SlowEar implements Bus.Listener {
  final Ear heard = new Ear();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public void on(Delivery delivery) {
    entered.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    heard.on(delivery);
  }

  void awaitEntered() throws InterruptedException {
    entered.await();
  }

  void release() {
    released.countDown();
  }
}
