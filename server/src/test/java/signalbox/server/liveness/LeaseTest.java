package signalbox.server.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.liveness.Liveness.ENDED;
import static signalbox.server.liveness.Liveness.LIVE;
import static signalbox.server.liveness.Liveness.LOST;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void withoutAConnectionAReportHoldsForFiveMinutes() {
    var lease = lease(0, null, null, null);
    assertThat(lease.liveness(at(299))).isEqualTo(LIVE);
    assertThat(lease.liveness(at(300))).isEqualTo(LOST);
    assertThat(lease.expiresAt(at(0))).isEqualTo(at(300));
  }

  @Test
  void orForAsLongAsItsReporterAsked() {
    var lease = lease(10, 30, null, null);
    assertThat(lease.liveness(at(39))).isEqualTo(LIVE);
    assertThat(lease.liveness(at(40))).isEqualTo(LOST);
  }

  @Test
  void aConnectionHoldsWhatWasSaidLongAgo() {
    var lease = lease(0, null, 10_000, null);
    assertThat(lease.liveness(at(10_030))).isEqualTo(LIVE);
    assertThat(lease.expiresAt(at(10_030))).isNull();
  }

  @Test
  void afterTheEndOfAConnectionThereIsAGraceOfTwentySeconds() {
    var lease = lease(0, 3_600, 100, 110);
    assertThat(lease.liveness(at(129))).isEqualTo(LIVE);
    assertThat(lease.liveness(at(130))).isEqualTo(LOST);
    assertThat(lease.expiresAt(at(129))).isEqualTo(at(130));
  }

  @Test
  void anAgentThatIsSilentForThirtySecondsIsGone() {
    var lease = lease(0, null, 100, null);
    assertThat(lease.liveness(at(130))).as("connected").isEqualTo(LIVE);
    assertThat(lease.liveness(at(149))).as("within the grace").isEqualTo(LIVE);
    assertThat(lease.liveness(at(150))).isEqualTo(LOST);
  }

  @Test
  void whatIsSaidAfterTheEndOfAConnectionHasALeaseOfItsOwn() {
    var lease = lease(200, 60, 100, 110);
    assertThat(lease.liveness(at(259))).isEqualTo(LIVE);
    assertThat(lease.liveness(at(260))).isEqualTo(LOST);
  }

  @Test
  void whatWasSaidInABuildThatIsOverHasEnded() {
    var lease = new Lease(START, null, new Connection(at(100), null), true);
    assertThat(lease.liveness(at(101))).isEqualTo(ENDED);
    assertThat(lease.expiresAt(at(101))).isNull();
  }

  private static Lease lease(
      int reported,
      @Nullable Integer seconds,
      @Nullable Integer lastConnected,
      @Nullable Integer dropped) {
    return new Lease(at(reported), seconds, new Connection(at(lastConnected), at(dropped)), false);
  }

  private static @Nullable Instant at(@Nullable Integer seconds) {
    return seconds == null ? null : at(seconds.intValue());
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }
}
