package signalbox.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PulseTest {
  private final Pulse pulse = new Pulse();

  @Test
  void severalWakesInARowWithoutAnAnswerAreALoss() {
    assertThat(pulse.isLost()).isFalse();
    for (var period = 1; period < Pulse.PATIENCE; period++) assertThat(afterWake()).isFalse();
    assertThat(afterWake()).isTrue();
    assertThat(afterWake()).isFalse();
  }

  @Test
  void anythingHeardIsAnAnswer() {
    for (var period = 0; period < 10; period++) {
      assertThat(afterWake()).isFalse();
      assertThat(afterWake()).isFalse();
      pulse.heard();
    }
  }

  @Test
  void whileNothingCanBeSentSilenceMeansNothing() {
    for (var period = 0; period < 10; period++) assertThat(pulse.isLost()).isFalse();
  }

  private boolean afterWake() {
    pulse.sent();
    return pulse.isLost();
  }
}
