package signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.cli.testing.Sample.app;
import static signalbox.cli.testing.Sample.event;
import static signalbox.cli.testing.Sample.id;
import static signalbox.cli.testing.Sample.ping;
import static signalbox.cli.testing.Sample.status;
import static signalbox.cli.testing.Sample.workspace;
import static signalbox.cli.testing.Sample.workspaceWith;

import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.cli.testing.FakeServer;

class WatchTest {
  private static final String EVENTS = "GET /api/v2/users/me/workspace-events";
  private static final String DEMO = "GET /api/v2/users/me/workspace/demo";
  private static final String GONE =
      "{\"message\":\"You are signed out or your session has expired.\"}";

  private final FakeServer server = new FakeServer();
  private Shell shell = new Shell(Path.of("/"));

  @BeforeEach
  void signIn(@TempDir Path home) {
    shell = new Shell(home).signedIn(server);
    shell.clock = Clock.systemUTC();
    shell.pauses = _ -> {};
    server.answer(DEMO, 200, workspace("demo", "running"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String snapshot(String seq, String... statuses) {
    return event("e." + seq, "snapshot", demo(statuses));
  }

  private static String demo(String... statuses) {
    return workspaceWith(
        "demo", "running", statuses.length == 0 ? "null" : statuses[0], app("claude", statuses));
  }

  private static String changed(String seq) {
    return event(
        "e." + seq,
        "workspace_event",
        "{\"kind\":\"agt_app_status_update\",\"workspace_id\":\""
            + id("demo")
            + "\",\"seq\":"
            + seq
            + "}");
  }

  @Test
  void aCutStreamIsResumedAfterTheLastEvent() {
    server
        .events(
            EVENTS,
            ping(),
            snapshot("1", status(1, "working", "one")),
            changed("2"),
            snapshot("2", status(2, "working", "two"), status(1, "working", "one")))
        .events(
            EVENTS,
            ping(),
            changed("3"),
            changed("4"),
            snapshot(
                "4",
                status(4, "idle", "four"),
                status(3, "working", "three"),
                status(2, "working", "two")))
        .answer(EVENTS, 401, GONE);
    var ended = shell.run("watch");
    assertThat(server.asked(EVENTS).stream().map(asked -> asked.header("Last-event-id")))
        .containsExactly("", "e.2", "e.4");
    assertThat(ended.out().lines().map(line -> line.substring(line.indexOf(' ') + 1)))
        .containsExactly(
            "demo - running",
            "demo claude working one",
            "demo claude working two",
            "demo claude working three",
            "demo claude idle four");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains("Connected again.")
        .endsWith("run `signalbox login " + server.url() + "`.\n");
  }

  @Test
  void aStreamThatIsCutWithinTheFirstSnapshotsGoesOnWhereItWas() {
    server
        .events(EVENTS, ping(), snapshot("7", status(1, "working", "one")))
        .events(EVENTS, ping(), snapshot("7", status(1, "working", "one")), ping())
        .answer(EVENTS, 404, GONE);
    var ended = shell.run("watch");
    assertThat(server.asked(EVENTS).stream().map(asked -> asked.header("Last-event-id")))
        .containsExactly("", "e.7", "e.7");
    assertThat(ended.out()).containsOnlyOnce("claude working one");
    assertThat(ended.code()).isEqualTo(4);
  }

  @Test
  void aServerThatIsAwayForAWhileIsAskedAgain() {
    server
        .events(EVENTS, ping(), snapshot("1"), ping())
        .answer(EVENTS, 503, "{\"message\":\"Please try again.\"}")
        .answer(EVENTS, 429, "{\"message\":\"You've been rate limited.\"}")
        .events(EVENTS, ping())
        .answer(EVENTS, 403, "{\"message\":\"Forbidden.\"}");
    var ended = shell.run("watch");
    assertThat(server.asked(EVENTS)).hasSize(5);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).endsWith("Forbidden.\n");
  }

  @Test
  void aServerThatWasNeverThereIsOneSentence() {
    server.close();
    var ended = shell.run("watch");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("Nothing answers at").hasLineCount(1);
  }

  @Test
  void aServerWithoutSuchAStreamIsOneSentence() {
    server.answer(EVENTS, 200, "[]");
    assertThat(shell.run("watch").err()).contains("no stream of workspace events").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "complete, complete, running, 0",
    "complete, failure, running, 5",
    "failure, failure, running, 0",
    "failure, complete, running, 5",
    "idle, idle, running, 0",
    "idle, complete, running, 5",
    "idle, idle, stopped, 5",
    "complete, complete, stopped, 0",
    "complete, working, stopped, 5",
    "complete, working, failed, 5",
    "complete, working, running, 124",
    "complete, idle, running, 124",
  })
  void untilEndsWithACodeForScripts(String until, String last, String build, int code) {
    var said = status(2, last, "so");
    server.on(
        EVENTS,
        exchange -> {
          FakeServer.stream(
              exchange,
              ping(),
              event("e.2", "snapshot", workspaceWith("demo", build, said, app("claude", said))));
          exchange.getRequestBody().readAllBytes();
          lastingly();
        });
    var timeout = code == 124 ? "600ms" : "30s";
    var ended = shell.run("watch", "demo", "--until", until, "--timeout", timeout);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.err()).hasLineCount(1);
  }

  /// Long enough for a stream to be open when a watch's time is over.
  private static void lastingly() {
    try {
      Thread.sleep(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void untilWaitsForWhatComes() {
    server.events(
        EVENTS,
        ping(),
        snapshot("1", status(1, "working", "Doing")),
        changed("2"),
        snapshot("2", status(2, "complete", "Done &amp; dusted"), status(1, "working", "Doing")));
    var ended = shell.run("watch", "demo", "--until", "complete");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEqualTo("demo/claude is complete: Done & dusted\n");
  }

  @Test
  void onlyTheNamedAppCounts() {
    var idle = status(3, "idle", "tests are idle");
    server.events(
        EVENTS,
        ping(),
        event(
            "e.3",
            "snapshot",
            workspaceWith(
                "demo",
                "running",
                idle,
                app("tests", idle),
                app("claude", status(2, "working", "busy")))),
        event(
            "e.4",
            "snapshot",
            workspaceWith(
                "demo",
                "running",
                idle,
                app("tests", idle),
                app("claude", status(4, "idle", "now")))));
    var ended = shell.run("watch", "demo", "--app", "claude", "--until", "idle");
    assertThat(ended.err()).isEqualTo("demo/claude is idle: now\n");
    assertThat(ended.out()).doesNotContain("tests are idle");
    assertThat(shell.run("watch", "demo", "--app", "nope", "--until", "idle"))
        .satisfies(unknown -> assertThat(unknown.code()).isEqualTo(4))
        .satisfies(
            unknown ->
                assertThat(unknown.err())
                    .isEqualTo("demo has no app nope; it has tests, claude.\n"));
  }

  @Test
  void whatWasSaidBeforeCanBeLeftOut() {
    server.events(
        EVENTS,
        ping(),
        snapshot("1", status(1, "complete", "before")),
        snapshot("2", status(2, "working", "again"), status(1, "complete", "before")),
        snapshot("3", status(3, "complete", "after")));
    assertThat(shell.run("watch", "demo", "--until", "complete", "--new").err())
        .isEqualTo("demo/claude is complete: after\n");
    assertThat(shell.run("watch", "demo", "--until", "complete").err())
        .isEqualTo("demo/claude is complete: before\n");
  }

  @Test
  void whatAnEarlierBuildSaidDoesNotCount() {
    var earlier =
        status(1, "complete", "before").replace(id("main").toString(), id("earlier").toString());
    server.events(
        EVENTS,
        ping(),
        event("e.2", "snapshot", workspaceWith("demo", "running", earlier, app("claude"))),
        snapshot("3", status(3, "complete", "after")));
    assertThat(shell.run("watch", "demo", "--until", "complete").err())
        .isEqualTo("demo/claude is complete: after\n");
    server.answer(
        "GET /api/v2/workspaces?q=owner%3Ame",
        200,
        "{\"workspaces\":["
            + workspaceWith("demo", "running", earlier, app("claude"))
            + "],\"count\":1}");
    assertThat(shell.run("list").out()).contains("nothing reported yet");
  }

  @Test
  void aWorkspaceThatGoesIsToldOnce() {
    var gone = event("e.3", "snapshot", workspace("demo", "deleted"));
    server
        .events(
            EVENTS,
            ping(),
            snapshot("1"),
            event("e.1", "snapshot", workspace("long-gone", "deleted")),
            gone,
            gone)
        .answer(EVENTS, 401, GONE);
    assertThat(shell.run("watch").out())
        .containsOnlyOnce("demo - deleted")
        .doesNotContain("long-gone");
    assertThat(shell.run("watch", "demo").code()).isEqualTo(3);
  }

  @Test
  void otherWorkspacesAreLeftOut() {
    server
        .events(
            EVENTS,
            ping(),
            event(
                "e.1",
                "snapshot",
                workspace("other", "running", app("claude", status(1, "idle", "not me")))),
            snapshot("1", status(1, "idle", "me")))
        .answer(EVENTS, 401, GONE);
    assertThat(shell.run("watch", "demo").out()).contains("me").doesNotContain("not me");
  }

  @Test
  void jsonIsOneLineForEachEvent() {
    server
        .events(
            EVENTS,
            ping(),
            event("e.1", "snapshot", workspace("other", "running")),
            snapshot("1"),
            changed("2"),
            event("e.3", "reset", "{\"reason\":\"epoch\"}"))
        .answer(EVENTS, 401, GONE);
    assertThat(shell.run("watch", "demo", "-o", "json").out())
        .isEqualTo(
            "{\"type\":\"snapshot\",\"id\":\"e.1\",\"data\":"
                + demo()
                + "}\n"
                + "{\"type\":\"workspace_event\",\"id\":\"e.2\",\"data\":{\"kind\":\"agt_app_status_update\",\"workspace_id\":\""
                + id("demo")
                + "\",\"seq\":2}}\n"
                + "{\"type\":\"reset\",\"id\":\"e.3\",\"data\":{\"reason\":\"epoch\"}}\n");
  }

  @Test
  void aTerminalGetsATableInItsPlace() {
    shell.live = true;
    server.on(
        EVENTS,
        exchange -> {
          FakeServer.stream(exchange, ping(), snapshot("1", status(1, "working", "Doing")));
          lastingly();
          exchange
              .getResponseBody()
              .write(snapshot("2", status(2, "complete", "Done")).getBytes(UTF_8));
        });
    var out = shell.run("watch", "demo", "--until", "complete", "--timeout", "30s").out();
    assertThat(out)
        .startsWith("\u001B[?25l")
        .contains("Doing", "\u001B[4A")
        .endsWith("\u001B[?25h");
    var picture =
        out.substring(out.lastIndexOf("WORKSPACE")).replaceAll("\u001B\\[[0-9;?]*[A-Za-z]", "");
    assertThat(picture.lines().skip(1).collect(Collectors.joining("\n")))
        .startsWith("✓  demo       claude  complete  Done")
        .endsWith("Live from " + server.url() + ". Ctrl-C ends it.");
  }

  @Test
  void aWatchOfOneThingNeedsItsName() {
    assertThat(shell.run("watch", "--until", "idle").code()).isEqualTo(2);
    assertThat(shell.run("watch", "demo", "--new").code()).isEqualTo(2);
    assertThat(shell.run("watch", "--timeout", "soon").code()).isEqualTo(2);
    server.answer("GET /api/v2/users/me/workspace/nope", 404, GONE);
    assertThat(shell.run("watch", "nope", "--until", "idle").code()).isEqualTo(4);
  }
}
