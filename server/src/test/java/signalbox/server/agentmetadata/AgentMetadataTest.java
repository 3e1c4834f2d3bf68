package signalbox.server.agentmetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.id.AgentId;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Workshop;

class AgentMetadataTest {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final Workshop shop = Workshop.open();

  AgentMetadataTest() {
    shop.equip(
        "'metadata':["
            + "{'key':'load','display_name':'Load','script':'uptime','interval_seconds':10,"
            + "'timeout_seconds':2,'order':2},"
            + "{'key':'disk','display_name':'','script':'df','interval_seconds':60,"
            + "'timeout_seconds':5,'order':1}]");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aBuildGivesAnAgentTheMetadataOfItsTemplate() {
    assertThat(shop.metadata.of(started("w1")))
        .extracting(Metadatum::key, Metadatum::intervalSeconds, Metadatum::collectedAt)
        .containsExactly(tuple("disk", 60, null), tuple("load", 10, null));
  }

  @Test
  void ofEachKeyOnlyTheNewestValueIsStored() {
    var agent = started("w1");
    report(agent, "load", "1");
    report(agent, "load", "2");
    report(agent, "nobody asked", "3");
    assertThat(value(agent, "load")).isEmpty();
    shop.time.advance(PERIOD);
    Eventually.await(() -> value(agent, "load").equals("2"));
    assertThat(value(agent, "disk")).isEmpty();
    assertThat(shop.metadata.of(agent).getLast().collectedAt())
        .isEqualTo(shop.time.instant().minus(PERIOD));
  }

  @Test
  void whatAnotherReplicaFoundOutLaterStays() {
    var agent = started("w1");
    try (var other = Workshop.withKey(shop.address, 1)) {
      report(agent, "load", "old");
      other.time.advance(Duration.ofSeconds(1));
      other.metadata.report(agent, List.of(new Reading("load", "new", "")));
      other.time.advance(PERIOD);
      Eventually.await(() -> value(agent, "load").equals("new"));
      report(agent, "disk", "x");
      shop.time.advance(PERIOD);
      Eventually.await(() -> value(agent, "disk").equals("x"));
      assertThat(value(agent, "load")).isEqualTo("new");
    }
  }

  @Test
  void keysHaveALimitTogetherAndThoseBeforeItCount() {
    var agent = started("w1");
    var longest = new Reading("k".repeat(AgentMetadata.KEY_BYTES_MAX - 4), "", "");
    var fits = List.of(new Reading("load", "1", ""), longest);
    assertThat(shop.metadata.report(agent, fits)).isEqualTo(new Reported.Taken());
    var more = List.of(new Reading("load", "2", ""), longest, new Reading("disk", "2", ""));
    var result = shop.metadata.report(agent, more);
    assertThat(result).isEqualTo(new Reported.KeysTooLong(6_148));
    assertThat(((Reported.KeysTooLong) result).text())
        .isEqualTo("metadata keys of 6148 bytes exceeded 6144 bytes");
    shop.time.advance(PERIOD);
    Eventually.await(() -> value(agent, "load").equals("2"));
    assertThat(value(agent, "disk")).isEmpty();
  }

  @Test
  void manyAreStoredWithoutWaiting() {
    var agent = started("w1");
    report(agent, "load", "1");
    for (var i = 0; i < 499; i++) report(new AgentId(UUID.randomUUID()), "load", "x");
    Eventually.await(() -> value(agent, "load").equals("1"));
  }

  @Test
  void aStoreThatFailsIsTriedAgainUnlessThereIsSomethingNewer() {
    var agent = started("w1");
    report(agent, "load", "1");
    report(agent, "disk", "1");
    shop.writes.down(true);
    shop.time.advance(PERIOD);
    Eventually.await(() -> shop.writes.refused() > 0);
    report(agent, "load", "2");
    shop.writes.down(false);
    shop.time.advance(PERIOD);
    Eventually.await(() -> value(agent, "load").equals("2") && value(agent, "disk").equals("1"));
  }

  @Test
  void fiveHundredAgentsCostLessThanAStatementPerSecond() {
    var agents = new ArrayList<AgentId>(List.of(started("w1")));
    for (var i = 1; i < 500; i++) agents.add(new AgentId(UUID.randomUUID()));
    var before = statements();
    for (var second = 0; second < 60; second++) {
      for (var i = second % 10; i < 500; i += 10) {
        report(agents.get(i), "load", "" + second);
        report(agents.get(i), "disk", "" + second);
      }
      shop.time.advance(Duration.ofSeconds(1));
    }
    Eventually.await(() -> value(agents.getFirst(), "load").equals("50"));
    assertThat(statements() - before).isBetween(1L, 30L);
  }

  @Test
  void whatWaitsIsStoredWhenTheServerStops() {
    var agent = started("w1");
    report(agent, "load", "1");
    shop.metadata.close();
    assertThat(value(agent, "load")).isEqualTo("1");
  }

  @Test
  void hintsNameAnyNumberOfAgents() {
    var agents = IntStream.range(0, 1_000).mapToObj(_ -> new AgentId(UUID.randomUUID())).toList();
    var payloads = MetadataHint.payloads(agents);
    assertThat(payloads).hasSize(3).allMatch(payload -> payload.length() < 7_600);
    assertThat(payloads.stream().flatMap(p -> MetadataHint.agents(p).stream()))
        .containsExactlyElementsOf(agents);
  }

  private long statements() {
    return shop.writes.statements().stream().filter(s -> s.contains("agent_metadata")).count();
  }

  private AgentId started(String name) {
    var agent = shop.agent(shop.started(name, shop.alice));
    return new AgentId(UUID.fromString(agent.path("id").asString()));
  }

  private void report(AgentId agent, String key, String value) {
    assertThat(shop.metadata.report(agent, List.of(new Reading(key, value, ""))))
        .isEqualTo(new Reported.Taken());
  }

  private String value(AgentId agent, String key) {
    return shop.metadata.of(agent).stream()
        .filter(m -> m.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
