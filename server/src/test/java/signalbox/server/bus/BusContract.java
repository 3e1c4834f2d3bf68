package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.server.bus.Delivery.Gap;
import signalbox.server.bus.Delivery.Message;
import signalbox.server.testing.Eventually;
import signalbox.server.time.Subscription;

/// What every bus promises. A bus's test class extends this.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BusContract {
  private static final List<String> CHANNELS = List.of("a", "b", "c");

  /// Under test; new for each test.
  @SuppressWarnings("NullAway.Init")
  Bus bus;

  /// A connected bus that delivers also what is published on it.
  abstract Bus open();

  @BeforeEach
  void openBus() {
    bus = open();
  }

  @AfterEach
  void closeBus() {
    bus.close();
  }

  @Test
  void aMessageReachesWhoSubscribed() {
    var ear = ear("news");
    bus.publish("news", "{\"kind\":\"state_change\"}");
    assertThat(ear.next()).isEqualTo(new Message("{\"kind\":\"state_change\"}"));
    assertThat(ear.isQuiet()).isTrue();
  }

  @Test
  void everySubscriberOfAChannelGetsAllInOneOrder() {
    var one = ear("news");
    var two = ear("news");
    var sent = publish("news", "m", 1_000);
    assertThat(one.messages(1_000)).isEqualTo(sent);
    assertThat(two.messages(1_000)).isEqualTo(sent);
  }

  @Test
  void otherChannelsHearNothing() {
    var ear = ear("news");
    var other = ear("new");
    bus.publish("news", "hello");
    bus.publish("nobody listens", "hello?");
    assertThat(ear.message()).isEqualTo("hello");
    assertThat(other.isQuiet()).isTrue();
  }

  @Test
  void cancellingStopsDeliveryToThatSubscriberOnly() {
    var gone = new Ear();
    var subscription = bus.subscribe("news", gone);
    var stays = ear("news");
    subscription.close();
    subscription.close();
    bus.publish("news", "hello");
    assertThat(stays.message()).isEqualTo("hello");
    assertThat(gone.isQuiet()).isTrue();
    assertThat(bus.stats().subscribers()).isEqualTo(1);
  }

  @Test
  void whatWaitsWhenASubscriberCancelsIsNotDelivered() throws InterruptedException {
    var slow = new SlowEar();
    var subscription = bus.subscribe("news", slow);
    var other = ear("news");
    publish("news", "m", 10);
    assertThat(other.messages(10)).hasSize(10);
    slow.awaitEntered();
    subscription.close();
    slow.release();
    assertThat(slow.heard.message()).isEqualTo("m0");
    assertThat(slow.heard.isQuiet()).isTrue();
  }

  @Test
  void aSubscriberThatComesBackHearsAgain() {
    for (var round = 0; round < 50; round++) {
      var ear = new Ear();
      try (var _ = bus.subscribe("news", ear)) {
        bus.publish("news", "round " + round);
        assertThat(ear.message()).isEqualTo("round " + round);
      }
    }
  }

  @Test
  void aSlowListenerDelaysNobody() throws InterruptedException {
    var slow = new SlowEar();
    bus.subscribe("news", slow);
    var fast = ear("news");
    var sent = publish("news", "m", 100);
    assertThat(fast.messages(100)).isEqualTo(sent);
    slow.awaitEntered();
    slow.release();
    assertThat(slow.heard.messages(100)).isEqualTo(sent);
  }

  @Test
  void aListenerIsCalledByOneThreadAtATime() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var ear = new Ear();
    bus.subscribe(
        "news",
        delivery -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Eventually.pause();
          inside.decrementAndGet();
          ear.on(delivery);
        });
    for (var part = 0; part < 20; part++) publish("news", part + ".", 5);
    assertThat(ear.messages(100)).hasSize(100);
    assertThat(most).hasValue(1);
  }

  @Test
  void aListenerThatFailsGoesOnListening() {
    var ear = new Ear();
    bus.subscribe(
        "news",
        delivery -> {
          ear.on(delivery);
          if (delivery.equals(new Message("m0"))) throw new IllegalStateException("on purpose");
          if (delivery.equals(new Message("m1"))) throw new AssertionError("on purpose");
        });
    publish("news", "m", 3);
    assertThat(ear.messages(3)).containsExactly("m0", "m1", "m2");
  }

  @Test
  void aFullQueueEndsInOneGapAndGoesOnAfterIt() throws InterruptedException {
    var slow = new SlowEar();
    bus.subscribe("news", slow);
    var fast = ear("news");
    bus.publish("news", "first");
    assertThat(fast.message()).isEqualTo("first");
    slow.awaitEntered();
    var sent = new ArrayList<String>();
    for (var part = 0; part < 5; part++) {
      sent.addAll(publish("news", part + ".", 500));
      assertThat(fast.messages(500)).hasSize(500);
    }
    awaitArrivalOfAll();
    slow.release();
    var kept = SubscriberQueue.CAPACITY - 1;
    assertThat(slow.heard.message()).isEqualTo("first");
    assertThat(slow.heard.messages(kept)).isEqualTo(sent.subList(0, kept));
    assertThat(slow.heard.next()).isEqualTo(new Gap());
    assertThat(slow.heard.isQuiet()).isTrue();
    assertThat(bus.stats().overflowed()).isEqualTo(sent.size() - kept);
    bus.publish("news", "after");
    assertThat(slow.heard.message()).isEqualTo("after");
    assertThat(fast.message()).isEqualTo("after");
  }

  @Test
  void aListenerMayCancelItself() {
    var own = new AtomicReference<Subscription>();
    var cancelled = new Ear();
    own.set(
        bus.subscribe(
            "news",
            delivery -> {
              own.get().close();
              cancelled.on(delivery);
            }));
    var other = ear("news");
    publish("news", "m", 10);
    assertThat(other.messages(10)).hasSize(10);
    assertThat(cancelled.message()).isEqualTo("m0");
    assertThat(cancelled.isQuiet()).isTrue();
  }

  @Test
  void aListenerMaySubscribeAndPublish() {
    var inner = new Ear();
    bus.subscribe(
        "news",
        _ -> {
          bus.subscribe("answers", inner);
          bus.publish("answers", "yes");
        });
    bus.publish("news", "well?");
    assertThat(inner.message()).isEqualTo("yes");
  }

  @Test
  void aListenerMayCloseTheBus() throws InterruptedException {
    var closed = new CountDownLatch(1);
    bus.subscribe(
        "news",
        _ -> {
          bus.close();
          closed.countDown();
        });
    bus.publish("news", "the end");
    closed.await();
    assertThat(bus.connected()).isFalse();
  }

  @Test
  void manyPublishersLoseNothingAndEachKeepsItsOrder() throws InterruptedException {
    var ear = ear("news");
    try (var crowd = new Crowd()) {
      crowd.start(8, member -> publish("news", member + ":", 250)).finish();
    }
    var heard = ear.messages(2_000);
    for (var member = 0; member < 8; member++) {
      var prefix = member + ":";
      assertThat(heard.stream().filter(message -> message.startsWith(prefix)))
          .isEqualTo(IntStream.range(0, 250).mapToObj(n -> prefix + n).toList());
    }
    assertThat(bus.stats().overflowed()).isZero();
  }

  @Test
  void whoComesAndGoesInAStormHearsWhatIsPublishedAfterwards() throws InterruptedException {
    try (var _ = new Storm(bus, CHANNELS);
        var crowd = new Crowd()) {
      crowd.start(6, this::comeAndGo).finish();
    }
    assertThat(bus.stats().overflowed()).isZero();
    assertThat(bus.stats().unsent()).isZero();
  }

  private void comeAndGo(int member) {
    for (var turn = 0; turn < 100; turn++) {
      var ear = new Ear();
      var token = "token " + member + "." + turn;
      var channel = CHANNELS.get((member + turn) % CHANNELS.size());
      try (var _ = bus.subscribe(channel, ear)) {
        bus.publish(channel, token);
        ear.await(token);
      }
    }
  }

  @Test
  void aStormDoesNotKeepTheBusFromClosing() throws InterruptedException {
    try (var storm = new Storm(bus, CHANNELS);
        var crowd = new Crowd()) {
      crowd.start(
          6,
          member -> {
            var channel = CHANNELS.get(member % CHANNELS.size());
            while (bus.connected()) bus.subscribe(channel, new Ear()).close();
          });
      storm.awaitHeard(200);
      bus.close();
      crowd.finish();
    }
    assertThat(bus.stats().subscribers()).isZero();
    assertThat(bus.stats().channels()).isZero();
  }

  @Test
  void anyTextIsAChannelOrAMessage() {
    for (var channel : List.of("a\"b", "a?b;--", "$1{fn x}'", "ä€😀", "A a", "x".repeat(63))) {
      var ear = ear(channel);
      for (var payload : List.of("", "ä€😀 \"\\\n{},'NULL", "NULL", "x".repeat(7_599))) {
        bus.publish(channel, payload);
        assertThat(ear.message()).isEqualTo(payload);
      }
    }
  }

  @Test
  void whatCannotBeSentIsRefusedAndHarmsNothing() {
    var ear = ear("news");
    for (var payload :
        List.of("x".repeat(7_600), "€".repeat(2_534), "a\0b", "half \ud83d", "\ude00")) {
      assertThatThrownBy(() -> bus.publish("news", payload))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var channel : List.of("", "x".repeat(64), "ä".repeat(32), "a\0b")) {
      assertThatThrownBy(() -> bus.publish(channel, "hello"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> bus.subscribe(channel, ear))
          .isInstanceOf(IllegalArgumentException.class);
    }
    bus.publish("news", "hello");
    assertThat(ear.message()).isEqualTo("hello");
  }

  @Test
  void aClosedBusIsSilentAndHarmless() {
    var ear = ear("news");
    bus.close();
    bus.close();
    var late = ear("news");
    bus.publish("news", "hello?");
    assertThat(ear.isQuiet()).isTrue();
    assertThat(late.isQuiet()).isTrue();
    assertThat(bus.connected()).isFalse();
    assertThat(bus.stats().subscribers()).isZero();
    assertThat(bus.stats().channels()).isZero();
  }

  @Test
  void theCountersMove() {
    var ear = ear("news");
    var second = ear("news");
    var other = bus.subscribe("other", new Ear());
    publish("news", "m", 3);
    bus.publish("nobody", "hello?");
    assertThat(ear.messages(3)).isEqualTo(second.messages(3));
    assertThat(bus.stats()).isEqualTo(new BusStats(true, 4, 0, 3, 0, 0, 3, 2));
    other.close();
    assertThat(bus.stats().channels()).isEqualTo(1);
  }

  /// Until everything that was published has reached the queues.
  private void awaitArrivalOfAll() {
    var ear = ear("end");
    bus.publish("end", "end");
    ear.await("end");
  }

  Ear ear(String channel) {
    var ear = new Ear();
    bus.subscribe(channel, ear);
    return ear;
  }

  List<String> publish(String channel, String prefix, int count) {
    var messages = IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    messages.forEach(message -> bus.publish(channel, message));
    return messages;
  }
}
