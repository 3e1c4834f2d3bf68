package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Plane;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.SteppedTicker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Watching a workspace as the contract has it (`scenarios.md` 11 to 18). That nothing was sent is
/// seen by what comes next: the frame of a later report.
class WatchScenariosTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static final String STRANGER = PLANE.member("stranger", ADMIN);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static int workspaces;

  private final Plane.Workspace dev = PLANE.workspace(ADMIN, "w" + ++workspaces, "claude");

  @AfterAll
  static void close() {
    CLIENT.close();
    PLANE.close();
  }

  /// Scenario 11.
  @Test
  void aWatchOpensWithAPingAndThePresent() throws IOException, InterruptedException {
    var answer = open();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/event-stream");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(answer, "X-Accel-Buffering")).isEqualTo("no");
    assertThat(header(answer, "X-Coder-Build-Version")).isNotEmpty();
    try (var body = answer.body()) {
      assertThat(frame(body)).isEqualTo("event: ping\n\n");
      var present = frame(body);
      assertThat(present).startsWith("event: data\ndata: {").endsWith("}\n\n");
      assertThat(present.lines()).hasSize(3);
      var json = new JsonMapper().readTree(present.substring("event: data\ndata: ".length()));
      assertThat(json.path("id").asString()).isEqualTo(dev.id());
    }
  }

  private HttpResponse<InputStream> open() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(PLANE.uri("/api/v2/workspaces/" + dev.id() + "/watch"))
            .header("Coder-Session-Token", ADMIN)
            .build();
    return CLIENT.send(request, BodyHandlers.ofInputStream());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /// As it is on the wire, with the empty line at its end.
  private static String frame(InputStream body) throws IOException {
    var frame = new StringBuilder();
    while (!frame.toString().endsWith("\n\n")) {
      var b = body.read();
      if (b < 0) throw new AssertionError("the stream ended after: " + frame);
      frame.append((char) b);
    }
    return new String(
        frame.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// Scenario 12.
  @Test
  void aChangeIsOneFrameAndNoChangeIsNone() {
    try (var watch = watch()) {
      assertThat(report("first").status()).isEqualTo(200);
      assertThat(message(watch)).isEqualTo("first");

      var name = "renamed-" + dev.name();
      assertThat(rename(name).status()).isEqualTo(204);
      assertThat(watch.next().json().path("name").asString()).isEqualTo(name);

      assertThat(rename(name).status()).isEqualTo(204);
      assertThat(report("second").status()).isEqualTo(200);
      assertThat(message(watch)).isEqualTo("second");
      assertThat(watch.soFar()).isEmpty();
    }
  }

  /// Scenario 13.
  @Test
  void silenceIsFilledWithPings() {
    try (var watch = watch()) {
      PLANE.time.advance(Duration.ofSeconds(16));
      assertThat(watch.next().type()).isEqualTo("ping");
    }
  }

  /// Scenario 14, where ours shows what coder leaves silent.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ttl         | {"ttl_ms":3600000}                         | /ttl_ms              | 3600000
          autostart   | {"schedule":"CRON_TZ=UTC 30 9 * * 1-5"}    | /autostart_schedule  | CRON_TZ=UTC 30 9 * * 1-5
          autoupdates | {"automatic_updates":"always"}             | /automatic_updates   | always
          favorite    | {}                                         | /favorite            | true
          """)
  void whatIsSetIsShownInOneFrame(String what, String body, String place, String shown) {
    try (var watch = watch()) {
      assertThat(put(what, body).status()).isEqualTo(204);
      assertThat(watch.next().json().at(place).asString()).isEqualTo(shown);
      assertNothingElseCame(watch);
    }
  }

  /// Scenario 14.
  @Test
  void aWishToExtendIsOneFrameAlsoWhenItIsRefused() {
    try (var watch = watch()) {
      var manual = put("extend", deadline(Duration.ofHours(5)));
      assertThat(manual.status()).isEqualTo(409);
      assertThat(manual.message()).isEqualTo("Workspace shutdown is manual.");
      assertThat(watch.next().type()).isEqualTo("data");
      assertNothingElseCame(watch);
    }
    assertThat(put("ttl", "{\"ttl_ms\":3600000}").status()).isEqualTo(204);
    build("start");
    var agent = PLANE.running(ADMIN, dev.id());
    try (var watch = watch()) {
      var soon = put("extend", deadline(Duration.ofMinutes(5)));
      assertThat(soon.status()).isEqualTo(400);
      assertThat(soon.message())
          .isEqualTo(
              "Cannot extend workspace: new deadline must be at least 30 minutes in the future");
      assertThat(watch.next().type()).isEqualTo("data");
      assertThat(PLANE.report(agent.agentToken(), "claude", "idle", "the next").status())
          .isEqualTo(200);
      assertThat(message(watch)).isEqualTo("the next");
    }
  }

  private static String deadline(Duration ahead) {
    Instant at = PLANE.time.instant().plus(ahead);
    return "{\"deadline\":\"" + at + "\"}";
  }

  /// Scenario 15.
  @Test
  void aPromotedVersionReachesWatchers() {
    var file = "resources: [{name: machine, agents: [{name: main, apps: [{slug: claude}]}]}]\n";
    var template =
        PLANE
            .post(
                "/organizations/default/templates",
                ADMIN,
                "{\"name\":\"promoted\",\"template_version_id\":\"%s\"}"
                    .formatted(PLANE.version(ADMIN, file, "")))
            .text("id");
    var workspace =
        PLANE
            .post(
                "/users/me/workspaces",
                ADMIN,
                "{\"name\":\"promoted\",\"template_id\":\"" + template + "\"}")
            .text("id");
    PLANE.awaitBuild(ADMIN, workspace, "running");
    var next = PLANE.version(ADMIN, file, ",\"template_id\":\"" + template + "\"");
    try (var watch = PLANE.stream("/workspaces/" + workspace + "/watch", ADMIN, "")) {
      assertThat(watch.next().type()).isEqualTo("ping");
      assertThat(watch.next().json().path("outdated").asBoolean()).isFalse();
      var promoted =
          PLANE.patch("/templates/" + template + "/versions", ADMIN, "{\"id\":\"" + next + "\"}");
      assertThat(promoted.status()).isEqualTo(200);
      assertThat(promoted.message()).isEqualTo("Updated the active template version!");
      assertThat(watch.next().json().path("outdated").asBoolean()).isTrue();
      var token = PLANE.running(ADMIN, workspace).agentToken();
      assertThat(PLANE.report(token, "claude", "idle", "the next").status()).isEqualTo(200);
      assertThat(watch.next().json().at("/latest_app_status/message").asString())
          .isEqualTo("the next");
    }
  }

  /// The same with a newer program, which brings a version of its own.
  @Test
  void aNewVersionOfTheTemplateReachesWatchers() throws SQLException {
    try (var watch = watch()) {
      forgetTheSpec();
      try (var _ = new Plane(PLANE.database, new SteppedTicker())) {
        var frame = watch.next();
        assertThat(frame.type()).isEqualTo("data");
        assertThat(frame.json().path("outdated").asBoolean()).isTrue();
      }
      assertNothingElseCame(watch);
    }
  }

  /// Makes the stored version differ from the program's.
  private static void forgetTheSpec() throws SQLException {
    var database = PLANE.database;
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var sql = connection.createStatement()) {
      sql.execute("UPDATE template_versions SET spec = spec || '{\"older\": true}'");
    }
  }

  /// Scenario 16.
  @Test
  void aSocketOpensWithAPingAndIsAskedWhetherItLives() {
    var tape = new SocketTape();
    var socket = PLANE.socket("/workspaces/" + dev.id() + "/watch-ws", ADMIN, tape);
    assertThat(tape.next()).isEqualTo("{\"type\":\"ping\",\"data\":null}");
    assertThat(data(tape).path("id").asString()).isEqualTo(dev.id());
    PLANE.time.advance(Duration.ofSeconds(16));
    Eventually.await(() -> tape.pings() > 0);
    assertThat(report("after the ping").status()).isEqualTo(200);
    assertThat(data(tape).at("/latest_app_status/message").asString()).isEqualTo("after the ping");
    socket.abort();
  }

  private static JsonNode data(SocketTape tape) {
    var frame = new JsonMapper().readTree(tape.next());
    assertThat(frame.path("type").asString()).isEqualTo("data");
    return frame.path("data");
  }

  /// Scenario 17.
  @Test
  void aSocketThatSpeaksIsClosed() {
    var tape = new SocketTape();
    var socket = PLANE.socket("/workspaces/" + dev.id() + "/watch-ws", ADMIN, tape);
    tape.await(text -> text.startsWith("{\"type\":\"data\""));
    socket.sendText("hello", true).join();
    assertThat(tape.awaitClose())
        .isEqualTo("closed 1002 Clients cannot send messages for one-way WebSockets");
  }

  /// Scenario 18.
  @Test
  void whoMayNotSeeAWorkspaceCannotWatchIt() {
    var path = "/workspaces/" + dev.id() + "/watch";
    var hidden = PLANE.get(path, STRANGER);
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.body())
        .isEqualTo(
            "{\"message\":\"Resource not found or you do not have access to this resource\"}\n");
    var nobody = PLANE.get(path, "");
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.keys()).containsExactly("message", "detail");
    assertThat(nobody.message())
        .isEqualTo(
            "You are signed out or your session has expired. Please sign in again to continue.");
    assertThat(nobody.detail())
        .isEqualTo("Cookie \"coder_session_token\" or query parameter must be provided.");
  }

  /// A watch that has shown the present.
  private EventStream watch() {
    var watch = PLANE.stream("/workspaces/" + dev.id() + "/watch", ADMIN, "");
    assertThat(watch.next().type()).isEqualTo("ping");
    assertThat(watch.next().type()).isEqualTo("data");
    return watch;
  }

  private void assertNothingElseCame(EventStream watch) {
    assertThat(report("the next").status()).isEqualTo(200);
    assertThat(message(watch)).isEqualTo("the next");
  }

  /// What the newest app says in the next frame.
  private static String message(EventStream watch) {
    var frame = watch.next();
    assertThat(frame.type()).isEqualTo("data");
    return frame.json().at("/latest_app_status/message").asString("");
  }

  private Answer report(String message) {
    return PLANE.report(dev.agentToken(), "claude", "working", message);
  }

  private Answer rename(String name) {
    return PLANE.patch("/workspaces/" + dev.id(), ADMIN, "{\"name\":\"" + name + "\"}");
  }

  private Answer put(String what, String body) {
    return PLANE.put("/workspaces/" + dev.id() + "/" + what, ADMIN, body);
  }

  private void build(String transition) {
    var path = "/workspaces/" + dev.id() + "/builds";
    var made = PLANE.post(path, ADMIN, "{\"transition\":\"" + transition + "\"}");
    assertThat(made.status()).isEqualTo(201);
    PLANE.awaitBuild(ADMIN, dev.id(), "running");
  }
}
