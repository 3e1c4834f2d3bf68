package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutboxTest {
  private static final Envelope WAKE = new Envelope("wake", "");
  private static final Envelope GAP = new Envelope("gap", "");

  private final LongAdder unsent = new LongAdder();
  private final Outbox outbox = new Outbox(WAKE, GAP, unsent);

  @Test
  void whatHasGatheredGoesTogetherInItsOrder() throws InterruptedException {
    put(0, 3);
    assertThat(outbox.take()).isEqualTo(messages(0, 3));
  }

  @Test
  void aBatchIsBounded() throws InterruptedException {
    put(0, 1_500);
    assertThat(outbox.take()).isEqualTo(messages(0, 1_000));
    assertThat(outbox.take()).isEqualTo(messages(1_000, 1_500));
  }

  @Test
  void whenItIsFullTheOldestAreDroppedAndAGapComesFirst() throws InterruptedException {
    put(0, Outbox.CAPACITY + 10);
    assertThat(unsent.sum()).isEqualTo(10);
    var batch = outbox.take();
    assertThat(batch.getFirst()).isEqualTo(GAP);
    assertThat(batch.subList(1, batch.size())).isEqualTo(messages(10, 1_010));
    assertThat(outbox.take()).doesNotContain(GAP);
  }

  @Test
  void manyWakesAreOne() throws InterruptedException {
    outbox.wake();
    outbox.wake();
    put(0, 1);
    assertThat(outbox.take()).containsExactly(message(0), WAKE);
    put(1, 2);
    assertThat(outbox.take()).containsExactly(message(1));
  }

  @Test
  void aLostBatchIsCountedAndReplacedByAGap() throws InterruptedException {
    put(0, 2);
    outbox.wake();
    outbox.lost(outbox.take());
    assertThat(unsent.sum()).isEqualTo(2);
    put(2, 3);
    var batch = outbox.take();
    assertThat(batch).containsExactly(GAP, message(2), WAKE);
    outbox.lost(batch);
    assertThat(unsent.sum()).isEqualTo(3);
    assertThat(outbox.take()).containsExactly(GAP, WAKE);
  }

  @Test
  void aLostWakeIsNoGap() throws InterruptedException {
    outbox.wake();
    outbox.lost(outbox.take());
    assertThat(outbox.take()).containsExactly(WAKE);
  }

  @Test
  void whoWaitsGetsWhatComes() throws InterruptedException {
    try (var crowd = new Crowd()) {
      crowd.start(1, _ -> assertThat(outbox.take()).containsExactly(message(0)));
      put(0, 1);
      crowd.finish();
    }
  }

  @Test
  void afterClosingTheRestIsTakenAndThenNothing() throws InterruptedException {
    put(0, 1);
    outbox.close();
    put(1, 2);
    assertThat(unsent.sum()).isEqualTo(1);
    assertThat(outbox.take()).containsExactly(message(0), WAKE);
    assertThat(outbox.take()).isEmpty();
  }

  private void put(int from, int to) {
    messages(from, to).forEach(outbox::put);
  }

  private static List<Envelope> messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(OutboxTest::message).toList();
  }

  private static Envelope message(int number) {
    return new Envelope("news", "m" + number);
  }
}
