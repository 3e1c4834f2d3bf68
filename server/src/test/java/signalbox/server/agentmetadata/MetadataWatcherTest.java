package signalbox.server.agentmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import signalbox.server.id.AgentId;
import signalbox.server.testing.FakeOutlet;

class MetadataWatcherTest {
  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private final Board board = new Board();
  private final FakeOutlet outlet = new FakeOutlet(Runnable::run);
  private final MetadataWatcher watcher = new MetadataWatcher(outlet, board, start);

  @Test
  void nothingIsShownSoonerThanASecondAfterWhatWasShownBefore() {
    find("a");
    tick(Duration.ofMillis(700));
    assertThat(outlet.received()).isEmpty();
    tick(Duration.ofMillis(1_700));
    assertThat(outlet.last()).contains("\"a\"");
    find("b");
    tick(Duration.ofMillis(2_600));
    assertThat(outlet.last()).contains("\"a\"");
    tick(Duration.ofMillis(2_700));
    assertThat(outlet.last()).contains("\"b\"");
  }

  @Test
  void aSlowPeerSkipsStepsAndIsShownTheNewest() {
    outlet.room(0);
    find("a");
    tick(Duration.ofSeconds(1));
    find("b");
    tick(Duration.ofSeconds(2));
    assertThat(outlet.received()).isEmpty();
    outlet.room(1);
    tick(Duration.ofSeconds(3));
    assertThat(outlet.received()).contains("\"b\"").doesNotContain("\"a\"");
  }

  private void find(String value) {
    var agent = new AgentId(new UUID(0, 1));
    board.put(List.of(new Metadatum(agent, "load", "", "uptime", 10, 2, value, "", start)));
  }

  private void tick(Duration after) {
    watcher.tick(start.plus(after));
  }
}
