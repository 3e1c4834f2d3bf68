package signalbox.agent.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.agent.testing.SteppedTicker;

class CronTest {
  private final SteppedTicker time = new SteppedTicker();

  @ParameterizedTest
  @CsvSource({
    "CRON_TZ=UTC 30 9 * * 1-5, 2026-01-02T09:30:00Z, 2026-01-05T09:30:00Z",
    "CRON_TZ=Europe/Berlin 0 9 * * *, 2026-03-28T08:00:00Z, 2026-03-29T07:00:00Z",
    "CRON_TZ=UTC */15 * * * *, 2026-01-01T00:00:01Z, 2026-01-01T00:15:00Z"
  })
  void theNextTime(String text, Instant from, Instant next) {
    assertThat(new Cron(text, time).after(from)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "61 * * * *", "CRON_TZ=Nowhere/At * * * * *", "CRON_TZ="})
  void whatCannotBeReadIsSaid(String text) {
    assertThatThrownBy(() -> new Cron(text, time)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDayThatNeverComesIsNoFault() {
    assertThat(new Cron("CRON_TZ=UTC 0 0 30 2 *", time).after(time.instant())).isEmpty();
  }
}
