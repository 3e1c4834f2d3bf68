package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.cli.testing.Sample.app;
import static signalbox.cli.testing.Sample.id;
import static signalbox.cli.testing.Sample.status;
import static signalbox.cli.testing.Sample.workspace;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.cli.terminal.Cells;
import signalbox.cli.testing.FakeServer;
import signalbox.cli.testing.Sample;

class WorkspacesTest {
  private static final String LIST = "GET /api/v2/workspaces?q=owner%3Ame";
  private static final String DEMO = "GET /api/v2/users/me/workspace/demo";
  private static final String BUILDS = "POST /api/v2/workspaces/" + id("demo") + "/builds";
  private static final String BUILD = "GET /api/v2/workspacebuilds/" + id("demo/build");
  private static final String TEMPLATE = "GET /api/v2/organizations/default/templates/external";
  private static final String EXTERNAL =
      "{\"id\":\"%s\",\"name\":\"external\",\"active_version_id\":\"%s\"}"
          .formatted(id("external"), id("v1"));
  private static final String PARAMETERS =
      "GET /api/v2/templateversions/" + id("v1") + "/rich-parameters";

  private final FakeServer server = new FakeServer();
  private Shell shell = new Shell(Path.of("/"));

  @BeforeEach
  void signIn(@TempDir Path home) {
    shell = new Shell(home).signedIn(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void lists(String... workspaces) {
    server.answer(
        LIST,
        200,
        "{\"workspaces\":[%s],\"count\":%d}"
            .formatted(String.join(",", workspaces), workspaces.length));
  }

  @Test
  void whatNeedsSomebodyComesFirst() {
    lists(
        workspace("alpha", "running", app("claude", status(5, "working", "Running the tests"))),
        workspace("beta", "stopped"),
        workspace("delta", "running", app("claude", status(6, "failure", "Out of memory"))),
        workspace(
            "gamma",
            "running",
            app("claude", status(7, "idle", "Which database?", ",\"needs_user_attention\":true")),
            app("tests", status(4, "working", "Slow", ",\"liveness\":\"lost\""))),
        workspace("omega", "running", app("claude")));
    assertThat(shell.run("list").out())
        .isEqualTo(
            """
               WORKSPACE  APP     STATE      MESSAGE               HEARD
            ▲  gamma      claude  needs you  Which database?       12s ago
            ✗  delta      claude  failure    Out of memory         12s ago
            ●  alpha      claude  working    Running the tests     12s ago
            ?  gamma      tests   lost       Slow                  12s ago
            ·  omega      -       running    nothing reported yet  12s ago
            ·  beta       -       stopped                          12s ago
            """);
  }

  @Test
  void whatAServerSendsCannotCommandTheTerminal() {
    lists(
        workspace(
            "demo",
            "running",
            app(
                "claude",
                status(
                    1,
                    "working",
                    "a &amp; b &lt;c&gt; &#34;q&#34; \\u001b[31mred\\u202e &amp;lt;"))));
    assertThat(shell.run("list").out())
        .contains("a & b <c> \"q\" [31mred &lt;")
        .doesNotContain("\u001B");
  }

  @Test
  void aNarrowTerminalIsNotOverrun() {
    shell.live = true;
    shell.columns = 60;
    lists(
        workspace(
            "a-workspace-with-quite-a-long-name",
            "running",
            app("claude", status(1, "working", "Réading 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 and more and more"))));
    var lines = shell.run("list").out().replaceAll("\u001B\\[[0-9;]*m", "").lines().toList();
    assertThat(lines)
        .hasSize(2)
        .allSatisfy(line -> assertThat(Cells.of(line)).isLessThanOrEqualTo(60));
    assertThat(lines.getLast()).contains("…").endsWith("  12s");
  }

  @Test
  void coloursAreForTerminals() {
    lists(workspace("demo", "running", app("claude", status(1, "failure", "x"))));
    assertThat(shell.run("list").out()).doesNotContain("\u001B");
    shell.live = true;
    assertThat(shell.run("list").out()).contains("\u001B[31mfailure\u001B[0m");
  }

  @Test
  void jsonIsWhatTheServerSaid() {
    lists(workspace("demo", "running"));
    assertThat(shell.run("list", "-o", "json").out())
        .isEqualTo("[" + workspace("demo", "running") + "]\n");
    server.answer(DEMO, 200, workspace("demo", "running"));
    assertThat(shell.run("show", "demo", "-o", "json").out())
        .isEqualTo(workspace("demo", "running") + "\n");
  }

  @Test
  void aSearchIsPassedOn() {
    server.answer(
        "GET /api/v2/workspaces?q=owner%3Abob%20status%3Arunning",
        200, "{\"workspaces\":[],\"count\":0}");
    assertThat(shell.run("list", "owner:bob", "status:running"))
        .isEqualTo(new Shell.Ended(0, "", "No workspace fits.\n"));
    server.answer("GET /api/v2/workspaces?q=", 200, "{\"workspaces\":[],\"count\":0}");
    assertThat(shell.run("list", "--all").code()).isZero();
  }

  @Test
  void aWorkspaceIsShownWithItsPast() {
    server.answer(
        DEMO,
        200,
        workspace(
            "demo",
            "running",
            app("claude", status(2, "complete", "Done"), status(1, "working", "Doing"))));
    assertThat(shell.run("show", "demo").out())
        .isEqualTo(
            """
            demo
              Status    running
              Owner     me
              Template  external
              Build     1, start by me, 12s ago
              Agent     main, connecting

            claude
              STATE     MESSAGE  REPORTED
              complete  Done     12s ago
              working   Doing    12s ago
            """);
  }

  @Test
  void aMissingWorkspaceIsNotFound() {
    assertThat(shell.run("show", "nope"))
        .isEqualTo(
            new Shell.Ended(
                4,
                "",
                "There is no workspace nope, or you may not see it; `signalbox list` shows yours.\n"));
    assertThat(shell.run("show", "bob/x/y").code()).isEqualTo(2);
    shell.run("show", "bob/thing");
    assertThat(server.asked().getLast().request())
        .isEqualTo("GET /api/v2/users/bob/workspace/thing");
  }

  @Test
  void aNewWorkspaceIsWaitedForAndItsLinesCanBePasted() {
    server
        .answer(TEMPLATE, 200, EXTERNAL)
        .answer(PARAMETERS, 200, "[]")
        .answer("POST /api/v2/users/me/workspaces", 201, workspace("demo", "pending"))
        .answer(BUILD, 200, Sample.build("demo", "starting", ""))
        .answer(BUILD, 200, Sample.build("demo", "running", ""))
        .answer(BUILD + "/logs?after=0", 200, "[]")
        .answer(BUILD + "/logs?after=0", 200, "[{\"id\":7,\"output\":\"Preparing\"}]")
        .answer(DEMO, 200, workspace("demo", "running", app("tests")))
        .answer(
            "GET /api/v2/workspaces/" + id("demo") + "/external-agent/main/credentials",
            200,
            "{\"command\":\"\",\"agent_token\":\"tok-en\"}");
    var ended = shell.run("create", "demo", "--parameter", "apps=claude,tests");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "export CODER_AGENT_URL=" + server.url() + "\nexport CODER_AGENT_TOKEN=tok-en\n");
    assertThat(ended.err())
        .contains("  Preparing\n")
        .contains("demo is running.")
        .contains("signalbox report --app tests working");
    assertThat(server.asked("POST /api/v2/users/me/workspaces").getFirst().body())
        .isEqualTo(
            "{\"name\":\"demo\",\"template_id\":\"%s\",\"rich_parameter_values\":[{\"name\":\"apps\",\"value\":\"claude,tests\"}]}\n"
                .formatted(id("external")));
    assertThat(shell.run("show", "demo", "--env").out()).isEqualTo(ended.out());
  }

  @Test
  void whatATemplateNeedsIsAskedForOrNamed() {
    server
        .answer(TEMPLATE, 200, EXTERNAL)
        .answer(
            PARAMETERS,
            200,
            """
            [{"name":"region","display_name":"Region","description":"Where it runs.","required":true,
              "options":[{"name":"Europe","value":"eu"},{"name":"us","value":"us"}]},
             {"name":"size","display_name":"","description":"","required":true,"options":[]},
             {"name":"apps","display_name":"","description":"","required":false,"options":[]}]
            """)
        .answer("POST /api/v2/users/me/workspaces", 409, "{\"message\":\"No.\"}");
    assertThat(shell.run("create", "demo", "-p", "size=4"))
        .isEqualTo(new Shell.Ended(2, "", "The template needs -p region=VALUE.\n"));
    shell.attended = true;
    shell.answers.add("eu");
    assertThat(shell.run("create", "demo", "-p", "size=4").err())
        .isEqualTo("Where it runs.\n  eu  Europe\n  us\nNo.\n");
    assertThat(server.asked().getLast().body())
        .contains("{\"name\":\"size\",\"value\":\"4\"},{\"name\":\"region\",\"value\":\"eu\"}");
  }

  @Test
  void anUnknownTemplateIsNotFoundAndTheOthersAreNamed() {
    server.answer("GET /api/v2/templates", 200, "[{\"name\":\"local\"},{\"name\":\"external\"}]");
    assertThat(shell.run("create", "demo", "-t", "nope"))
        .isEqualTo(
            new Shell.Ended(4, "", "There is no template nope; there is external, local.\n"));
  }

  @Test
  void aTakenNameIsOneSentence() {
    server
        .answer(TEMPLATE, 200, EXTERNAL)
        .answer(PARAMETERS, 200, "[]")
        .answer(
            "POST /api/v2/users/me/workspaces",
            409,
            "{\"message\":\"Workspace \\\"demo\\\" already exists.\",\"validations\":[{\"field\":\"name\",\"detail\":\"This value is already in use and should be unique.\"}]}");
    var ended = shell.run("create", "demo");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("Workspace \"demo\" already exists.\n");
  }

  @Test
  void aStopIsWaitedFor() {
    server
        .answer(DEMO, 200, workspace("demo", "running"))
        .answer(BUILDS, 201, Sample.build("demo", "pending", ""))
        .answer(BUILD, 200, Sample.build("demo", "stopping", ""))
        .answer(BUILD, 200, Sample.build("demo", "stopped", ""));
    assertThat(shell.run("stop", "demo"))
        .isEqualTo(new Shell.Ended(0, "", "Stopping demo\ndemo is stopped.\n"));
    assertThat(server.asked(BUILDS).getFirst().body())
        .isEqualTo("{\"transition\":\"stop\",\"reason\":\"cli\"}\n");
  }

  @Test
  void whatIsDoneAlreadyIsNotDoneAgain() {
    server.answer(DEMO, 200, workspace("demo", "running"));
    assertThat(shell.run("start", "demo"))
        .isEqualTo(new Shell.Ended(0, "", "demo is running already.\n"));
    assertThat(server.asked(BUILDS)).isEmpty();
  }

  @Test
  void aBuildThatFailsSaysWhy() {
    var failed =
        Sample.build("demo", "failed", "")
            .replace("\"status\":\"failed\"}", "\"status\":\"failed\",\"error\":\"no disk left\"}");
    server
        .answer(DEMO, 200, workspace("demo", "stopped"))
        .answer(BUILDS, 201, Sample.build("demo", "pending", ""))
        .answer(BUILD, 200, failed);
    var ended = shell.run("start", "demo");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("Starting demo\nThe start of demo failed: no disk left.\n");
  }

  @Test
  void deletingNeedsAYes() {
    server
        .answer(DEMO, 200, workspace("demo", "running"))
        .answer(BUILDS, 201, Sample.build("demo", "pending", ""))
        .answer(BUILD, 200, Sample.build("demo", "deleted", ""));
    assertThat(shell.run("delete", "demo").code()).isEqualTo(2);
    shell.attended = true;
    shell.answers.addAll(List.of("", "yes"));
    assertThat(shell.run("delete", "demo"))
        .isEqualTo(new Shell.Ended(1, "", "Nothing was deleted.\n"));
    assertThat(server.asked(BUILDS)).isEmpty();
    assertThat(shell.run("delete", "demo").code()).isZero();
    assertThat(shell.run("delete", "demo", "--yes").err()).endsWith("demo is deleted.\n");
  }

  @Test
  void aSessionThatIsOverSaysWhatToDo() {
    server.answer(
        LIST,
        401,
        "{\"message\":\"You are signed out or your session has expired. Please sign in again to continue.\"}");
    var ended = shell.run("list");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .endsWith("; run `signalbox login " + server.url() + "`.\n")
        .hasLineCount(1);
  }

  @Test
  void whatNobodyExpectedIsOneSentenceAndMoreOnRequest() {
    server.answer(LIST, 200, "{\"workspaces\":[{\"id\":\"%s\"}],\"count\":1}".formatted(id("x")));
    var ended = shell.run("list");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("--verbose").hasLineCount(1);
    assertThat(shell.run("list", "--verbose").err()).contains("\tat signalbox.cli.");
  }
}
