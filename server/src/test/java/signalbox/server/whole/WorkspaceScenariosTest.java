package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.testing.Workshop;

/// Which reports move the deadline of a workspace (`scenarios.md` 10). A deadline is brought back
/// by asking for it; how far it moves and the last possible one are set in the database, as no
/// route sets them yet.
class WorkspaceScenariosTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final Duration BUMP = Duration.ofHours(1);

  private final Workshop shop = Workshop.open();
  private String id = "";
  private String agent = "";

  @BeforeEach
  void start() {
    shop.execute("UPDATE templates SET activity_bump_ms = ?", BUMP.toMillis());
    id = shop.started("w1", shop.alice);
    assertThat(put("ttl", "{'ttl_ms':1800000}")).isEqualTo(204);
    shop.build(id, "start", shop.alice);
    shop.runJobs();
    agent = shop.agentToken(id);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 10.
  @ParameterizedTest
  @CsvSource({"'',working", "working,working", "idle,working", "complete,working"})
  @CsvSource({"working,idle", "working,complete", "working,failure"})
  void workAndItsEndMoveTheDeadline(String before, String state) {
    comeFrom(before);
    report(state);
    assertThat(deadline()).isEqualTo(now().plus(BUMP));
  }

  /// Scenario 10.
  @ParameterizedTest
  @CsvSource({"'',idle", "complete,idle", "idle,idle", "failure,complete"})
  void whatIsNoWorkLeavesTheDeadline(String before, String state) {
    comeFrom(before);
    report(state);
    assertThat(deadline()).isEqualTo(now().plus(HALF_AN_HOUR));
  }

  /// Scenario 10.
  @Test
  void theDeadlineNeverMovesBeyondTheLastPossibleOne() {
    shop.execute("UPDATE builds SET max_deadline = deadline + interval '15 minutes'");
    report("working");
    assertThat(deadline()).isEqualTo(now().plus(Duration.ofMinutes(45)));
  }

  /// Scenario 10.
  @ParameterizedTest
  @ValueSource(ints = {60, 61, 300})
  void theDeadlineIsNeverBroughtNearer(int minutes) {
    var far = now().plus(Duration.ofMinutes(minutes));
    extend(far);
    report("working");
    assertThat(deadline()).isEqualTo(far);
  }

  /// The app's last state, and a deadline in half an hour.
  ///
  /// @param state empty: it has said nothing yet
  private void comeFrom(String state) {
    if (!state.isEmpty()) report(state);
    shop.time.advance(Duration.ofMinutes(7));
    extend(now().plus(HALF_AN_HOUR));
  }

  private void extend(Instant deadline) {
    assertThat(put("extend", "{'deadline':'" + deadline + "'}")).isEqualTo(200);
  }

  private int put(String what, String body) {
    return shop.put("/workspaces/" + id + "/" + what, shop.alice, body).status();
  }

  private void report(String state) {
    assertThat(shop.report(agent, state, "I am " + state).status()).isEqualTo(200);
    shop.moveDeadlines(agent);
  }

  private Instant now() {
    return shop.time.instant();
  }

  private Instant deadline() {
    return Instant.parse(shop.workspace(id).at("/latest_build/deadline").asString());
  }
}
