package signalbox.server.agentmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.id.AgentId;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.json.JsonMapper;

class MetadataWatchersTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Workshop shop = Workshop.open();
  private final String workspace;
  private final AgentId agent;

  MetadataWatchersTest() {
    shop.equip(
        "'metadata':["
            + "{'key':'load','display_name':'Load','script':'uptime','interval_seconds':10,"
            + "'timeout_seconds':2,'order':2},"
            + "{'key':'disk','display_name':'','script':'df','interval_seconds':60,"
            + "'timeout_seconds':5,'order':1}]");
    workspace = shop.started("w1", shop.alice);
    agent = new AgentId(UUID.fromString(shop.agent(workspace).path("id").asString()));
  }

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 19.
  @Test
  void aWatcherIsShownAllAtOnceThenEachChangeAndAgesInBetween() {
    try (var stream = shop.stream("/workspaceagents/" + agent + "/watch-metadata", shop.alice)) {
      var first = stream.next();
      assertThat(first.type()).isEqualTo("data");
      assertThat(first.json()).hasSize(2);
      assertThat(first.json().at("/0/description/key").asString()).isEqualTo("disk");
      assertThat(first.json().at("/1/description").propertyNames())
          .containsExactlyInAnyOrder("display_name", "key", "script", "interval", "timeout");
      assertThat(first.json().at("/1/description/interval").asInt()).isEqualTo(10);
      assertThat(first.json().at("/1/result").propertyNames())
          .containsExactlyInAnyOrder("collected_at", "age", "value", "error");
      assertThat(first.json().at("/1/result/collected_at").asString())
          .isEqualTo("0001-01-01T00:00:00Z");
      var second = nextFrame(stream);
      assertThat(second.json()).isEqualTo(first.json());

      shop.metadata.report(agent, List.of(new Reading("load", "0.5", "")));
      var news = nextFrame(stream);
      while (value(news).isEmpty()) news = nextFrame(stream);
      assertThat(value(news)).isEqualTo("0.5");
      assertThat(age(nextFrame(stream)) - age(news)).isEqualTo(5);
    }
  }

  @Test
  void theSameComesOverAWebSocketAndAnAgentWithoutMetadataHasAnEmptyList() {
    var tape = watchOverSocket(shop, agent.toString());
    var frame = MAPPER.readTree(tape.next());
    assertThat(frame.path("type").asString()).isEqualTo("data");
    assertThat(frame.path("data")).hasSize(2);
    shop.equip("'metadata':[]");
    var bare = shop.agent(shop.started("w2", shop.alice)).path("id").asString();
    var empty = watchOverSocket(shop, bare);
    assertThat(empty.next()).isEqualTo("{\"type\":\"data\",\"data\":[]}");
  }

  @Test
  void aBurstIsShownOnceASecond() {
    try (var stream = shop.stream("/workspaceagents/" + agent + "/watch-metadata", shop.alice)) {
      stream.next();
      var start = shop.time.instant();
      for (var i = 0; i < 100; i++) {
        shop.metadata.report(agent, List.of(new Reading("load", "v" + i, "")));
        shop.time.advance(Duration.ofMillis(100));
      }
      var frames = 1;
      while (!value(nextFrame(stream)).equals("v99")) frames++;
      var seconds = Duration.between(start, shop.time.instant()).toSeconds();
      assertThat(frames).isLessThanOrEqualTo((int) seconds);
    }
  }

  @Test
  void manyWatchersCostOneRead() {
    var path = "/workspaceagents/" + agent + "/watch-metadata";
    var streams = Stream.generate(() -> shop.stream(path, shop.alice)).limit(20).toList();
    streams.forEach(EventStream::next);
    streams.forEach(this::nextFrame);
    var before = reads();
    shop.metadata.report(agent, List.of(new Reading("load", "7", "")));
    shop.time.advance(Duration.ofSeconds(5));
    Eventually.await(() -> reads() > before);
    for (var stream : streams) while (!value(nextFrame(stream)).equals("7")) {}
    assertThat(reads() - before)
        .as("one, and perhaps the look every half minute")
        .isBetween(1L, 3L);
    streams.forEach(EventStream::close);
  }

  @Test
  void aWatchEndsWhenItsAgentLeavesAlsoOnAnotherReplica() {
    try (var other = Workshop.withKey(shop.address, 1);
        var stream = shop.stream("/workspaceagents/" + agent + "/watch-metadata", shop.alice)) {
      var here = watchOverSocket(shop, agent.toString());
      var there = watchOverSocket(other, agent.toString());
      stream.next();
      here.next();
      there.next();
      shop.build(workspace, "stop", shop.alice);
      assertThat(here.awaitClose()).startsWith("closed 1000");
      assertThat(stream.next().isEnd()).isTrue();
      other.time.advance(Duration.ofSeconds(2));
      assertThat(there.awaitClose()).startsWith("closed 1000");
    }
  }

  /// The next frame with metadata. The clock is stepped until there is one; what it shows depends
  /// on the step that it was made in and not on how far the clock went meanwhile.
  private EventStream.Message nextFrame(EventStream stream) {
    var found = new AtomicReference<EventStream.Message>();
    Eventually.await(
        () -> {
          var message = stream.poll();
          if (message.isEmpty()) shop.time.advance(Duration.ofMillis(250));
          message.filter(m -> m.type().equals("data")).ifPresent(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  private static String value(EventStream.Message frame) {
    return frame.json().at("/1/result/value").asString();
  }

  private static int age(EventStream.Message frame) {
    return frame.json().at("/1/result/age").asInt();
  }

  private long reads() {
    return shop.reads.statements().stream().filter(s -> s.contains("agent_metadata")).count();
  }

  private static SocketTape watchOverSocket(Workshop on, String agent) {
    var tape = new SocketTape();
    on.socket("/workspaceagents/" + agent + "/watch-metadata-ws", on.alice, tape);
    return tape;
  }
}
