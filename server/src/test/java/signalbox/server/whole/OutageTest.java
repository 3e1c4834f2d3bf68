package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Plane;
import signalbox.server.testing.RestartablePostgres;
import signalbox.server.time.SystemTicker;

/// PostgreSQL goes away under load and comes back.
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutageTest {
  private static final List<String> APPS = IntStream.range(0, 8).mapToObj(i -> "app" + i).toList();

  @Test
  void nothingAcknowledgedIsLostReportersAreToldToTryAgainAndWatchersEndOnTheTruth() {
    try (var postgres = new RestartablePostgres();
        var plane = Plane.inRealTime(postgres.address(), new SystemTicker())) {
      var admin = plane.admin();
      var dev = plane.workspace(admin, "dev", String.join(",", APPS));
      try (var watch = plane.stream("/workspaces/" + dev.id() + "/watch", admin, "");
          var events = plane.stream("/users/me/workspace-events", admin, "")) {
        var reporters = new Reporters(plane.server::address, dev.agentToken(), APPS, "");
        try {
          outage(reporters, postgres::crash, postgres::start);
          outage(reporters, postgres::stop, postgres::start);
        } finally {
          reporters.close();
        }
        assertThat(reporters.surprises).isEmpty();

        var stored = StoredReports.of(path -> patiently(plane, path, admin), dev.id());
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(new HashSet<>(stored)).containsAll(reporters.acknowledged);

        assertThat(plane.report(dev.agentToken(), "app0", "idle", "The last word").status())
            .isEqualTo(200);
        watch.await(message -> message.data().contains("The last word"));
        events.await(message -> message.data().contains("The last word"));
      }
    }
  }

  /// A connection that was used just before the outage is found dead by the next who uses it, and
  /// that one is told to try again, as reporters are.
  private static Answer patiently(Plane plane, String path, String token) {
    var answer = plane.get(path, token);
    while (answer.status() == 503) {
      assertThat(answer.header("Retry-After")).isNotEmpty();
      answer = plane.get(path, token);
    }
    return answer;
  }

  private static void outage(Reporters reporters, Runnable end, Runnable start) {
    awaitMore(reporters);
    var refused = reporters.refused();
    end.run();
    Eventually.await(() -> reporters.refused() > refused);
    start.run();
    awaitMore(reporters);
  }

  private static void awaitMore(Reporters reporters) {
    var before = reporters.acknowledged.size();
    Eventually.await(() -> reporters.acknowledged.size() > before + 100);
  }
}
