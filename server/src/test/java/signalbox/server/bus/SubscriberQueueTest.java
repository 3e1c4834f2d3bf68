package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.bus.Delivery.Gap;
import signalbox.server.bus.Delivery.Message;
import signalbox.server.testing.Eventually;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriberQueueTest {
  private final LongAdder overflowed = new LongAdder();
  private final SlowEar slow = new SlowEar();
  private final SubscriberQueue queue = new SubscriberQueue(slow, overflowed);

  @Test
  void gapsThatFollowOneAnotherAreOne() throws InterruptedException {
    put("first");
    slow.awaitEntered();
    queue.put(new Gap());
    queue.put(new Gap());
    put("between");
    queue.put(new Gap());
    slow.release();
    assertThat(slow.heard.message()).isEqualTo("first");
    assertThat(slow.heard.next()).isEqualTo(new Gap());
    assertThat(slow.heard.message()).isEqualTo("between");
    assertThat(slow.heard.next()).isEqualTo(new Gap());
    assertThat(slow.heard.isQuiet()).isTrue();
  }

  @Test
  void aGapFindsRoomInAFullQueueAndTheOverflowNeedsNoSecond() throws InterruptedException {
    put("first");
    slow.awaitEntered();
    for (var n = 0; n < SubscriberQueue.CAPACITY; n++) put("m" + n);
    queue.put(new Gap());
    put("too much");
    slow.release();
    assertThat(slow.heard.message()).isEqualTo("first");
    assertThat(slow.heard.messages(SubscriberQueue.CAPACITY - 1)).last().isEqualTo("m2046");
    assertThat(slow.heard.next()).isEqualTo(new Gap());
    assertThat(slow.heard.isQuiet()).isTrue();
    assertThat(overflowed.sum()).isEqualTo(2);
  }

  /// Whatever the pace: nothing out of order, and nothing missing without a gap in its place.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsMissingHasAGapInItsPlace(long seed) {
    var random = new Random(seed);
    var ear = new Ear();
    var jerky =
        new SubscriberQueue(
            delivery -> {
              if (random.nextInt(500) == 0) Eventually.pause();
              ear.on(delivery);
            },
            overflowed);
    var sent = 0;
    while (!wasTaken(jerky, sent) || sent < 50_000) sent++;
    var expected = 0;
    var missing = 0;
    var mayMiss = false;
    while (expected <= sent) {
      if (ear.next() instanceof Message(var payload)) {
        var number = Integer.parseInt(payload);
        if (!mayMiss) assertThat(number).isEqualTo(expected);
        missing += number - expected;
        expected = number + 1;
        mayMiss = false;
      } else {
        mayMiss = true;
      }
    }
    assertThat(overflowed.intValue()).isEqualTo(missing).isPositive();
  }

  private boolean wasTaken(SubscriberQueue queue, int number) {
    var before = overflowed.sum();
    queue.put(new Message(Integer.toString(number)));
    return overflowed.sum() == before;
  }

  @Test
  void afterAnOverflowAnIdleQueueHoldsAllItCanAgain() throws InterruptedException {
    put("first");
    slow.awaitEntered();
    for (var n = 0; n < 2 * SubscriberQueue.CAPACITY; n++) put("m" + n);
    slow.release();
    slow.heard.awaitGap();
    put("after");
    assertThat(slow.heard.message()).isEqualTo("after");
  }

  private void put(String payload) {
    queue.put(new Message(payload));
  }
}
