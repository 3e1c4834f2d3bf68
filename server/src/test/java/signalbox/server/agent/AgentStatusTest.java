package signalbox.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.agent.AgentStatus.CONNECTED;
import static signalbox.server.agent.AgentStatus.CONNECTING;
import static signalbox.server.agent.AgentStatus.DISCONNECTED;
import static signalbox.server.agent.AgentStatus.TIMEOUT;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.liveness.Connection;

class AgentStatusTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void anAgentThatNeverConnectedIsConnectingUntilItIsLate() {
    assertThat(status(120, null, null, null, 0)).isEqualTo(CONNECTING);
    assertThat(status(120, null, null, null, 120)).isEqualTo(CONNECTING);
    assertThat(status(120, null, null, null, 121)).isEqualTo(TIMEOUT);
    assertThat(status(0, null, null, null, 1_000_000)).isEqualTo(CONNECTING);
  }

  @Test
  void anAgentThatGivesSignsOfLifeIsConnected() {
    assertThat(status(120, 5, 5, null, 5)).isEqualTo(CONNECTED);
    assertThat(status(120, 500, 500, null, 500)).as("late, but there").isEqualTo(CONNECTED);
    assertThat(status(120, 5, 5, null, 35)).isEqualTo(CONNECTED);
  }

  @Test
  void anAgentThatIsSilentForTooLongIsGone() {
    assertThat(status(120, 5, 5, null, 36)).isEqualTo(DISCONNECTED);
  }

  @Test
  void anAgentWhoseConnectionEndedIsGoneUntilItIsBack() {
    assertThat(status(120, 5, 10, 10, 10)).isEqualTo(DISCONNECTED);
    assertThat(status(120, 5, 10, 12, 12)).isEqualTo(DISCONNECTED);
    assertThat(status(120, 5, 20, 12, 20)).as("an earlier end does not count").isEqualTo(CONNECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTED, ready, ",
    "CONNECTED, created, ",
    "CONNECTED, starting, ",
    "CONNECTED, start_timeout, ",
    "CONNECTED, start_error, agent startup script exited with an error",
    "CONNECTED, shutting_down, agent is shutting down",
    "CONNECTED, shutdown_timeout, agent is shutting down",
    "CONNECTED, shutdown_error, agent is shutting down",
    "CONNECTED, off, agent is shutting down",
    "DISCONNECTED, off, agent is not running",
    "CONNECTING, off, agent is not running",
    "CONNECTING, created, agent has not yet connected",
    "TIMEOUT, created, agent is taking too long to connect",
    "DISCONNECTED, ready, agent has lost connection",
    "DISCONNECTED, start_error, agent has lost connection",
  })
  void healthFollowsFromStatusAndLifecycle(
      AgentStatus status, String lifecycle, @Nullable String reason) {
    var health = AgentHealth.of(status, lifecycle);
    assertThat(health.reason()).isEqualTo(reason);
    assertThat(health.healthy()).isEqualTo(reason == null);
  }

  /// All times in seconds after it was created.
  private static AgentStatus status(
      int timeout,
      @Nullable Integer first,
      @Nullable Integer last,
      @Nullable Integer dropped,
      int now) {
    var times =
        new AgentStatus.Times(CREATED, timeout, at(first), new Connection(at(last), at(dropped)));
    return AgentStatus.of(times, CREATED.plusSeconds(now));
  }

  private static @Nullable Instant at(@Nullable Integer seconds) {
    return seconds == null ? null : CREATED.plusSeconds(seconds);
  }
}
