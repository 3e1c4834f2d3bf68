package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.cli.api.Pauses;
import signalbox.server.Config;
import signalbox.server.Signalbox;

/// The command line and the real server, from the first user to the last workspace.
@Tag("slow")
class EndToEndTest {
  private Shell shell(Path home) {
    var shell = new Shell(home);
    shell.clock = Clock.systemUTC();
    shell.pauses = Pauses.real();
    return shell;
  }

  private static Config config(Path directory) {
    var defaults = Config.defaults(directory.resolve("data"));
    return new Config(
        "127.0.0.1",
        0,
        null,
        defaults.dataDir(),
        null,
        defaults.bus(),
        defaults.logFormat(),
        defaults.apiRateLimit(),
        defaults.loginRateLimit(),
        defaults.filesRateLimit(),
        defaults.reportRateLimit(),
        defaults.reportBurst(),
        defaults.connectionsMax(),
        defaults.eventRetention(),
        defaults.agentLogRetention(),
        defaults.processGuests(),
        defaults.agentCommand(),
        defaults.renames(),
        defaults.secureCookies(),
        defaults.loops(),
        defaults.runsJobs());
  }

  @Test
  void aDayOfSomebodyWhoUsesOnlyTheCommandLine(@TempDir Path directory) throws Exception {
    try (var server = Signalbox.start(config(directory))) {
      var person = shell(directory);
      signIn(person, server);
      var agent = create(person, directory);
      reportAndWait(person, agent);
      stopAndStart(person, agent);
      makeATemplate(person, directory.resolve("mine"));
      assertThat(person.run("delete", "demo", "--yes").code()).isZero();
      assertThat(person.run("show", "demo").code()).isEqualTo(4);
      assertThat(person.run("list").err()).startsWith("There is no workspace yet");
      assertThat(person.run("logout").code()).isZero();
      assertThat(person.run("list").code()).isEqualTo(3);
    }
  }

  private static void signIn(Shell person, Signalbox server) {
    var url = server.address().toString();
    var first =
        person.run(
            "login",
            url,
            "--email",
            "a@b.example",
            "--username",
            "alice",
            "--password",
            "SomeSecurePassword!");
    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("You are signed in at " + url + " as alice.");
    var wrong = person.run("login", url, "--email", "a@b.example", "--password", "wrong");
    assertThat(wrong).isEqualTo(new Shell.Ended(3, "", "Incorrect email or password.\n"));
  }

  private Shell create(Shell person, Path directory) {
    var ended = person.run("create", "demo", "--parameter", "apps=claude,tests");
    assertThat(ended.code()).isZero();
    assertThat(person.run("create", "demo").code()).isEqualTo(1);
    var agent = shell(directory);
    setEnvironment(agent, ended.out());
    return agent;
  }

  /// As a shell that evaluates the lines.
  private static void setEnvironment(Shell shell, String lines) {
    for (var line : lines.lines().toList()) {
      var parts = line.substring("export ".length()).split("=", 2);
      shell.environment.put(parts[0], parts[1]);
    }
  }

  private static void reportAndWait(Shell person, Shell agent) {
    assertThat(agent.run("report", "--app", "claude", "working", "a & b").code()).isZero();
    assertThat(
            agent.run("report", "--app", "tests", "idle", "Which one?", "--needs-attention").code())
        .isZero();
    assertThat(agent.run("report", "--app", "nope", "idle").code()).isEqualTo(4);
    assertThat(person.run("list").out().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .satisfiesExactly(
            _ -> {},
            row -> assertThat(row).startsWith("▲|demo|tests|needs you|Which one?|"),
            row -> assertThat(row).startsWith("●|demo|claude|working|a & b|"));
    var waiting =
        CompletableFuture.supplyAsync(
            () ->
                person.run(
                    "watch", "demo", "--app", "claude", "--until", "complete", "--timeout", "30s"));
    assertThat(agent.run("report", "--app", "claude", "complete", "Done").code()).isZero();
    assertThat(waiting.join().err()).isEqualTo("demo/claude is complete: Done\n");
    assertThat(waiting.join().code()).isZero();
  }

  private static void makeATemplate(Shell person, Path directory) throws IOException {
    assertThat(person.run("templates", "init", directory.toString()).code()).isZero();
    var pushed = person.run("templates", "push", "-d", directory.toString());
    assertThat(pushed.err()).contains("Importing version v1 of mine", "The template mine is there");
    var file = directory.resolve("signalbox.yaml");
    var good = Files.readString(file);
    Files.writeString(file, good.replace("runtime: external", "runtime: magic"));
    var failed = person.run("templates", "push", "-d", directory.toString());
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .contains("signalbox.yaml:29: resources[0].runtime: \"magic\" must be one of");
    Files.writeString(file, good + "      # a comment\n");
    assertThat(person.run("templates", "push", "-d", directory.toString()).code()).isZero();
    assertThat(person.run("templates", "versions", "mine").out().lines().skip(1))
        .satisfiesExactly(
            row -> assertThat(row).startsWith("v3").contains("active"),
            row -> assertThat(row).startsWith("v2").contains("failed"),
            row -> assertThat(row).startsWith("v1"));
    assertThat(person.run("create", "second", "-t", "mine", "-p", "repository=x").code())
        .isEqualTo(1);
    assertThat(person.run("create", "second", "-t", "mine").code()).isZero();
    assertThat(person.run("delete", "second", "--yes").code()).isZero();
  }

  private static void stopAndStart(Shell person, Shell agent) {
    assertThat(person.run("stop", "demo").err()).endsWith("demo is stopped.\n");
    assertThat(agent.run("report", "--app", "claude", "idle").code()).isEqualTo(3);
    setEnvironment(agent, person.run("start", "demo").out());
    assertThat(person.run("watch", "demo", "--until", "complete", "--timeout", "1s").code())
        .isEqualTo(124);
    assertThat(agent.run("report", "--app", "claude", "failure", "No").code()).isZero();
    assertThat(person.run("watch", "demo", "--until", "complete", "--timeout", "30s").code())
        .isEqualTo(5);
  }
}
