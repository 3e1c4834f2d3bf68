package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Workshop;

/// Time stops and starts workspaces.
class AutomaticBuildsTest {
  private final Workshop shop = Workshop.open();
  private final String id = shop.started("dev", shop.alice);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aWorkspacePastItsDeadlineIsStoppedOnce() {
    put("ttl", "{'ttl_ms':3600000}");
    restart();
    later(Duration.ofMinutes(59));
    assertThat(shop.status(id)).isEqualTo("running");

    later(Duration.ofMinutes(2));

    Eventually.await(() -> !shop.status(id).equals("running"));
    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("stopped");
    assertThat(shop.workspace(id).at("/latest_build/reason").asString()).isEqualTo("autostop");
    var builds = number();
    later(Duration.ofHours(1));
    assertThat(number()).isEqualTo(builds);
  }

  @Test
  void aDeadlineThatIsMovedInTimeStopsNothing() {
    put("ttl", "{'ttl_ms':3600000}");
    restart();
    later(Duration.ofMinutes(50));
    var extended = shop.time.instant().plus(Duration.ofHours(2));
    put("extend", "{'deadline':'" + extended + "'}");
    later(Duration.ofHours(1));
    assertThat(shop.status(id)).isEqualTo("running");
  }

  @Test
  void aStoppedWorkspaceStartsWhenItsScheduleSaysSo() {
    stop();
    // The clock begins at midnight of a Thursday in UTC: one o'clock in Berlin.
    put("autostart", "{'schedule':'CRON_TZ=Europe/Berlin 30 9 * * 1-5'}");
    assertThat(nextStart()).isEqualTo(Instant.parse("2026-01-01T08:30:00Z"));

    later(Duration.ofHours(8));
    assertThat(shop.status(id)).isEqualTo("stopped");
    later(Duration.ofMinutes(31));

    Eventually.await(() -> !shop.status(id).equals("stopped"));
    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("running");
    assertThat(shop.workspace(id).at("/latest_build/reason").asString()).isEqualTo("autostart");
    Eventually.await(() -> nextStart().equals(Instant.parse("2026-01-02T08:30:00Z")));
  }

  @Test
  void aWorkspaceThatRunsIsLeftAloneByItsSchedule() {
    put("autostart", "{'schedule':'30 9 * * *'}");
    var builds = number();
    later(Duration.ofHours(10));
    Eventually.await(() -> nextStart().equals(Instant.parse("2026-01-02T09:30:00Z")));
    assertThat(number()).isEqualTo(builds);
  }

  @Test
  void aStartThatPassedWhileNoServerRanIsMadeUpFor() {
    stop();
    put("autostart", "{'schedule':'30 9 * * *'}");
    shop.starts.close();
    later(Duration.ofHours(12));
    assertThat(shop.status(id)).isEqualTo("stopped");

    shop.starts.look();

    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("running");
  }

  @Test
  void aSuspendedOwnersWorkspacesDoNotStart() {
    stop();
    put("autostart", "{'schedule':'30 9 * * *'}");
    shop.execute("UPDATE users SET status = 'suspended' WHERE username = 'alice'");
    later(Duration.ofHours(10));
    assertThat(shop.status(id)).isEqualTo("stopped");
  }

  @Test
  void withoutAScheduleThereIsNoNextStart() {
    put("autostart", "{'schedule':'30 9 * * *'}");
    put("autostart", "{}");
    assertThat(shop.workspace(id).path("next_start_at").isNull()).isTrue();
  }

  private void put(String what, String body) {
    var answer = shop.put("/workspaces/" + id + "/" + what, shop.alice, body);
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
  }

  private void restart() {
    stop();
    shop.build(id, "start", shop.alice);
    shop.runJobs();
  }

  private void stop() {
    shop.build(id, "stop", shop.alice);
    shop.runJobs();
  }

  /// The looks run beside the test, so one that must not do anything is run once more here.
  private void later(Duration time) {
    shop.time.advance(time);
    shop.stops.look();
    if (!shop.status(id).equals("stopped")) shop.starts.look();
  }

  private int number() {
    return shop.workspace(id).at("/latest_build/build_number").asInt();
  }

  private Instant nextStart() {
    return Instant.parse(shop.workspace(id).path("next_start_at").asString());
  }
}
