package signalbox.server.whole;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Plane;

/// Clients that misbehave or vanish, and clients that want the same at once: others notice nothing,
/// and nothing happens twice.
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultsTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static int workspaces;

  @AfterAll
  static void close() {
    PLANE.close();
  }

  private static Plane.Workspace workspace(String apps) {
    return PLANE.workspace(ADMIN, "w" + ++workspaces, apps);
  }

  @Test
  void aMemberWhoOpensHundredsOfStreamsAtOnceDelaysNobody() {
    var greedy = PLANE.member("greedy", ADMIN);
    for (var i = 0; i < 8; i++) PLANE.workspace(greedy, "many" + i, "claude");
    var mine = workspace("claude");

    var streams = new ArrayList<EventStream>();
    try {
      for (var i = 0; i < 500; i++)
        streams.add(PLANE.stream("/users/me/workspace-events", greedy, ""));
      assertThat(PLANE.get("/workspaces/" + mine.id(), ADMIN).status()).isEqualTo(200);
      assertWatched(mine, "Not delayed");
      for (var stream : streams)
        for (var i = 0; i < 8; i++) assertThat(stream.nextNews().type()).isEqualTo("snapshot");
    } finally {
      streams.forEach(EventStream::close);
    }
  }

  @Test
  void twoThousandConnectionsThatSendNothingDisturbNobodyAndAreClosed() throws IOException {
    var dev = workspace("claude");
    var silent = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 2_000; i++) silent.add(connect());
      assertWatched(dev, "Still here");
      var closed = CompletableFuture.runAsync(() -> silent.forEach(FaultsTest::assertClosed));
      Eventually.await(
          () -> {
            PLANE.time.advance(Duration.ofSeconds(1));
            return closed.isDone();
          });
      closed.join();
    } finally {
      for (var socket : silent) socket.close();
    }
  }

  private static void assertClosed(Socket socket) {
    try {
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWatcherThatNeverReadsDelaysNobodyAndIsCutOff() throws IOException {
    var dev = workspace(IntStream.range(0, 40).mapToObj(i -> "app" + i).collect(joining(",")));
    var before = openStreams();
    try (var deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
      send(deaf, "GET /api/v2/workspaces/" + dev.id() + "/watch HTTP/1.1\r\nHost: x\r\n");
      Eventually.await(() -> openStreams() == before + 1);
      try (var watch = PLANE.stream("/workspaces/" + dev.id() + "/watch", ADMIN, "")) {
        watch.await(message -> message.type().equals("data"));
        for (var n = 0; openStreams() > before + 1; n++) {
          assertThat(n).as("reports until it is cut off").isLessThan(5_000);
          reportAndSee(dev, "app0", watch, "m" + n);
          if (n % 25 == 24) PLANE.time.advance(Duration.ofSeconds(4));
        }
        reportAndSee(dev, "app0", watch, "after it is gone");
      }
    }
  }

  @Test
  void clientsThatGoAwayInTheMiddleLeaveNothingBehind() throws IOException {
    var dev = workspace("claude");
    var before = openStreams();
    var heads =
        List.of(
            "GET /api/v2/workspaces/" + dev.id() + " HTTP/1.1\r\nHost: x\r\n",
            "GET /api/v2/workspaces/" + dev.id() + "/watch HTTP/1.1\r\nHost: x\r\n",
            "GET /api/v2/users/me/workspace-events HTTP/1.1\r\nHost: x\r\n",
            "POST /api/v2/users/me/workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n",
            "GET /api/v2/workspaces/"
                + dev.id()
                + "/watch-ws HTTP/1.1\r\nHost: x\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (var round = 0; round < 40; round++) {
      for (var head : heads) {
        try (var socket = connect()) {
          send(socket, head);
          if (round % 2 == 0 && head.startsWith("GET"))
            assertThat(socket.getInputStream().read()).isNotNegative();
          if (round % 4 == 0) socket.setSoLinger(true, 0);
        }
        try (var socket = connect()) {
          write(socket, head.substring(0, head.length() / 2));
        }
      }
    }
    Eventually.await(() -> openStreams() == before);
    assertWatched(dev, "Still here");
  }

  /// How a token ends.
  enum End {
    DELETED,
    EXPIRED,
    SUSPENDED
  }

  @ParameterizedTest
  @EnumSource
  void aStreamEndsWithinFiveSecondsWithAMessageWhenItsTokenEnds(End end) {
    var name = "u" + ++workspaces;
    PLANE.member(name, ADMIN);
    var made =
        PLANE.post(
            "/users/" + name + "/keys/tokens",
            ADMIN,
            "{\"token_name\":\"t\",\"lifetime\":60000000000}");
    var token = made.text("key");
    var keyPath = "/users/" + name + "/keys/" + token.substring(0, token.indexOf('-'));
    var dev = PLANE.workspace(token, "dev", "claude");
    try (var watch = PLANE.stream("/workspaces/" + dev.id() + "/watch", token, "");
        var events = PLANE.stream("/users/me/workspace-events", token, "")) {
      watch.await(message -> message.type().equals("data"));
      events.await(message -> message.type().equals("snapshot"));
      switch (end) {
        case DELETED -> assertThat(PLANE.delete(keyPath, ADMIN).status()).isEqualTo(204);
        case EXPIRED -> PLANE.time.advance(Duration.ofSeconds(60));
        case SUSPENDED ->
            assertThat(PLANE.put("/users/" + name + "/status/suspend", ADMIN, "").status())
                .isEqualTo(200);
      }
      PLANE.time.advance(Duration.ofSeconds(5));
      for (var stream : List.of(watch, events)) {
        var error = stream.await(message -> message.type().equals("error"));
        assertThat(error.json().path("message").asString()).isNotEmpty();
        assertThat(stream.next().isEnd()).isTrue();
      }
    }
  }

  @Test
  void ofConcurrentCreatesOfOneNameExactlyOneSucceeds() throws Exception {
    var template = PLANE.get("/templates", ADMIN).json().path(0).path("id").asString();
    for (var round = 0; round < 5; round++) {
      var body = "{\"template_id\":\"%s\",\"name\":\"race%d\"}".formatted(template, round);
      var answers = together(() -> PLANE.post("/users/me/workspaces", ADMIN, body));
      assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
      assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
    }
  }

  @Test
  void ofConcurrentBuildsOfOneWorkspaceExactlyOneSucceedsAtATime() throws Exception {
    var dev = workspace("claude");
    var path = "/workspaces/" + dev.id() + "/builds";
    var made = 0;
    for (var transition : List.of("stop", "start", "stop")) {
      var body = "{\"transition\":\"" + transition + "\"}";
      var answers = together(() -> PLANE.post(path, ADMIN, body));
      assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
      made += (int) answers.stream().filter(a -> a.status() == 201).count();
      PLANE.awaitBuild(ADMIN, dev.id(), transition.equals("stop") ? "stopped" : "running");
    }
    var builds = PLANE.get(path, ADMIN).json();
    assertThat(builds.size()).isEqualTo(made + 1);
    for (var i = 0; i < builds.size(); i++)
      assertThat(builds.path(i).path("build_number").asInt()).isEqualTo(builds.size() - i);
  }

  @Test
  void aReportDuringTheStopOfItsBuildIsStoredOrRefused() {
    var dev = workspace("claude");
    var stored = new HashSet<String>();
    var statuses = new ArrayList<Integer>();
    for (var n = 0; !statuses.contains(401); n++) {
      if (n == 5) {
        var stop =
            PLANE.post("/workspaces/" + dev.id() + "/builds", ADMIN, "{\"transition\":\"stop\"}");
        assertThat(stop.status()).isEqualTo(201);
      }
      var answer = PLANE.report(dev.agentToken(), "claude", "working", "m" + n);
      statuses.add(answer.status());
      if (n > 300) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      if (answer.status() == 200) stored.add("m" + n);
      assertThat(n).as("reports until the stop has ended").isLessThan(500);
    }
    assertThat(statuses).containsOnly(200, 401);
    var path = "/workspaces/" + dev.id() + "/app-statuses?order=desc&limit=500";
    var history = PLANE.get(path, ADMIN).json().path("statuses");
    var messages = new HashSet<String>();
    history.forEach(status -> messages.add(status.path("message").asString()));
    assertThat(messages).isEqualTo(stored);
  }

  private static List<Answer> together(Callable<Answer> request)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Answer>();
      for (Future<Answer> answer :
          threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> request).toList()))
        answers.add(answer.get());
      return answers;
    }
  }

  private static void assertWatched(Plane.Workspace dev, String message) {
    try (var watch = PLANE.stream("/workspaces/" + dev.id() + "/watch", ADMIN, "")) {
      watch.await(m -> m.type().equals("data"));
      reportAndSee(dev, "claude", watch, message);
    }
  }

  private static void reportAndSee(
      Plane.Workspace dev, String app, EventStream watch, String message) {
    assertThat(PLANE.report(dev.agentToken(), app, "working", message).status()).isEqualTo(200);
    watch.await(m -> m.data().contains("\"message\":\"" + message + "\""));
  }

  /// As the metrics have it.
  private static int openStreams() {
    var metrics = MetricsPage.of(PLANE);
    return (int) metrics.sum("signalbox_open_streams");
  }

  private static int port() {
    return PLANE.server.address().getPort();
  }

  private static Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  /// Completes the head of a request with a token.
  private static void send(Socket socket, String head) throws IOException {
    write(socket, head + "Coder-Session-Token: " + ADMIN + "\r\n\r\n");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
