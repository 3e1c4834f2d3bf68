package signalbox.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "30 9 * * 1-5",
        "CRON_TZ=UTC 0 0 * * *",
        "CRON_TZ=America/New_York */15 8-18 * * MON-FRI",
        ""
      })
  void aWeeklyScheduleIsRight(String text) {
    assertThat(Schedule.fault(text)).isEmpty();
  }

  @Test
  void noneIsRight() {
    assertThat(Schedule.fault(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"* *", "0 0 * * * *", "CRON_TZ=UTC", "@daily", "CRON_TZ=UTC 0 0 * *"})
  void fiveFieldsAreNeeded(String text) {
    assertThat(Schedule.fault(text))
        .contains(
            "validate weekly schedule: expected schedule to consist of 5 fields with an optional"
                + " CRON_TZ=<timezone> prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 9 1 * *", "0 9 * 6 *"})
  void onlyDaysOfTheWeekMayBeChosen(String text) {
    assertThat(Schedule.fault(text))
        .contains("validate weekly schedule: expected day-of-month and month to be *");
  }

  @Test
  void theZoneMustExist() {
    assertThat(Schedule.fault("CRON_TZ=Mars/Base 0 9 * * *"))
        .contains("parse schedule: provided bad location Mars/Base: unknown time zone Mars/Base");
  }

  @ParameterizedTest
  @ValueSource(strings = {"61 9 * * *", "0 25 * * *", "0 9 * * FOO", "x 9 * * *", "0 9 * * 8"})
  void theFieldsMustMakeSense(String text) {
    assertThat(Schedule.fault(text).orElse("")).startsWith("parse schedule: ");
  }
}
