package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @RepeatedTest(20)
  void eachWaitIsAtMostTwiceAsLongAndNoneIsTooLong(RepetitionInfo seed) {
    var backoff = new Backoff(new Random(seed.getCurrentRepetition()));
    var longest = Backoff.MIN;
    for (var attempt = 0; attempt < 20; attempt++) {
      assertThat(backoff.next()).isBetween(longest.dividedBy(2), longest);
      longest = longest.multipliedBy(2);
      if (longest.compareTo(Backoff.MAX) > 0) longest = Backoff.MAX;
    }
  }

  @Test
  void afterASuccessItBeginsAnew() {
    var backoff = new Backoff(new Random(1));
    for (var attempt = 0; attempt < 20; attempt++) assertThat(backoff.next()).isPositive();
    backoff.reset();
    assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
  }
}
