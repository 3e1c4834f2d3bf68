package signalbox.server.agentlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.Workshop;
import tools.jackson.databind.json.JsonMapper;

class LogFollowersTest {
  private static final String SOURCE = "0b94d1f1-9d4f-4a6c-8ec7-0e4f7d0f7e11";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Workshop shop = Workshop.open();
  private final String workspace = shop.started("w1", shop.alice);
  private final String agent = shop.agent(workspace).path("id").asString();
  private final String token = shop.agentToken(workspace);

  @AfterEach
  void close() {
    shop.close();
  }

  /// Scenario 32.
  @Test
  void aFollowerGetsListsUntilAnotherBuildIsAskedFor() {
    var follower = follow(shop, "?follow&after=0");
    assertThat(follower.next()).isEqualTo("[]");
    say("one");
    assertThat(outputs(follower.next())).containsExactly("one");
    shop.build(workspace, "stop", shop.alice);
    assertThat(follower.awaitClose()).startsWith("closed 1000");
    assertThat(follower.texts()).hasSize(2);
  }

  @Test
  void aFollowerStartsAfterWhatItHasSeen() {
    say("one");
    say("two");
    var path = "/workspaceagents/" + agent + "/logs";
    var first = shop.get(path, shop.alice).json().at("/0/id").asLong();
    var follower = follow(shop, "?follow&no_compression&after=" + first);
    assertThat(outputs(follower.next())).containsExactly("two");
  }

  @Test
  void betweenWhatThereIsAndWhatComesNoLineIsLostOrDoubled() throws Exception {
    var expected = IntStream.range(0, 300).mapToObj(i -> "line " + i).toList();
    var said = new AtomicInteger();
    Runnable talk =
        () -> {
          for (var line : expected) {
            say(line);
            said.incrementAndGet();
          }
        };
    var talking = Thread.ofVirtual().start(talk);
    var followers = new ArrayList<SocketTape>();
    for (var i = 0; i < 8; i++) {
      var share = i * 30;
      Eventually.await(() -> said.get() >= share);
      followers.add(follow(shop, "?follow"));
    }
    talking.join();
    for (var follower : followers) {
      Eventually.await(() -> outputs(follower).size() >= expected.size());
      assertThat(outputs(follower)).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void aLogOfManyPagesArrivesWhole() {
    var lines = "{'output':'x'},".repeat(2_499) + "{'output':'last'}";
    say(SOURCE, lines);
    var follower = follow(shop, "?follow");
    Eventually.await(() -> outputs(follower).size() == 2_500);
    assertThat(outputs(follower)).endsWith("last");
    assertThat(follower.texts()).hasSize(3);
  }

  @Test
  void aFollowerOnAnotherReplicaHearsOfLostLinesAndOfTheEndAllTheSame() {
    try (var other = Workshop.withKey(shop.address, 1)) {
      var follower = follow(other, "?follow");
      assertThat(follower.next()).isEqualTo("[]");
      say("one");
      other.time.advance(Duration.ofSeconds(5));
      assertThat(outputs(follower.next())).containsExactly("one");
      shop.build(workspace, "stop", shop.alice);
      other.time.advance(Duration.ofSeconds(2));
      assertThat(follower.awaitClose()).startsWith("closed 1000");
    }
  }

  @Test
  void whoFollowsAnAgentThatHasLeftGetsWhatItSaidAndTheEnd() {
    say("one");
    shop.build(workspace, "stop", shop.alice);
    var follower = follow(shop, "?follow");
    assertThat(outputs(follower.next())).containsExactly("one");
    assertThat(follower.awaitClose()).startsWith("closed 1000");
  }

  private SocketTape follow(Workshop on, String query) {
    var tape = new SocketTape();
    on.socket("/workspaceagents/" + agent + "/logs" + query, on.alice, tape);
    return tape;
  }

  private void say(String line) {
    say(SOURCE, "{'output':'" + line + "'}");
  }

  private void say(String source, String lines) {
    var body = "{'log_source_id':'%s','logs':[%s]}".formatted(source, lines);
    assertThat(shop.patch("/workspaceagents/me/logs", token, body).status()).isEqualTo(200);
  }

  private static List<String> outputs(SocketTape tape) {
    return tape.texts().stream().flatMap(text -> outputs(text).stream()).toList();
  }

  private static List<String> outputs(String text) {
    var outputs = new ArrayList<String>();
    MAPPER.readTree(text).forEach(line -> outputs.add(line.path("output").asString()));
    return outputs;
  }
}
