package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.cli.testing.FakeServer;
import signalbox.cli.testing.Sample;

class SigningInTest {
  private static final String FIRST = "GET /api/v2/users/first";
  private static final String LOGIN = "POST /api/v2/users/login";

  private final FakeServer server = new FakeServer();
  private Path home = Path.of("/");
  private Shell shell = new Shell(home);

  @BeforeEach
  void prepare(@TempDir Path directory) {
    home = directory;
    shell = new Shell(directory);
    server
        .answer("GET /api/v2/buildinfo", 200, "{\"version\":\"v2.36.0\"}")
        .answer("GET /api/v2/users/me", 200, "{\"username\":\"alice\"}")
        .answer(LOGIN, 201, "{\"session_token\":\"id-secret\"}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whoComesFirstBecomesTheOwner() {
    server.answer(
        "POST /api/v2/users/first",
        201,
        "{\"user_id\":\"%s\",\"organization_id\":\"%s\"}"
            .formatted(Sample.id("a"), Sample.id("b")));
    shell.attended = true;
    shell.answers.addAll(
        List.of(
            "alice@example.com", "alice", "one", "other", "a good password", "a good password"));
    var ended = shell.run("login", server.url());
    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .contains("This server is new")
        .contains("once more")
        .contains("as alice")
        .endsWith("Next: `eval \"$(signalbox create demo)\"`\n");
    assertThat(server.asked("POST /api/v2/users/first").getFirst().body())
        .isEqualTo(
            "{\"email\":\"alice@example.com\",\"username\":\"alice\",\"name\":\"\",\"password\":\"a good password\"}\n");
  }

  @Test
  void theSessionIsForItsOwnersEyesOnly() throws IOException {
    server.answer(FIRST, 200, "{}");
    assertThat(
            shell
                .run("login", server.url(), "--email", "a@b.example", "--password", "secret")
                .code())
        .isZero();
    var file = home.resolve(".config/signalbox/session.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains(server.url()).contains("id-secret");
    server.answer("GET /api/v2/workspaces?q=owner%3Ame", 200, "{\"workspaces\":[],\"count\":0}");
    assertThat(shell.run("list").code()).isZero();
    assertThat(server.asked().getLast().header("Coder-session-token")).isEqualTo("id-secret");
  }

  @Test
  void theDirectoryOfTheDesktopStandardIsKept(@TempDir Path config) {
    server.answer(FIRST, 200, "{}");
    shell.environment.put("XDG_CONFIG_HOME", config.toString());
    shell.run("login", server.url(), "--token", "mine-token");
    assertThat(config.resolve("signalbox/session.json")).exists();
  }

  @Test
  void aTokenIsTriedBeforeItIsStored() {
    server.answer(FIRST, 200, "{}").answer("GET /api/v2/users/me", 401, "{}");
    server.answer(
        "GET /api/v2/users/me",
        401,
        "{\"message\":\"You are signed out or your session has expired.\"}");
    shell.run("login", server.url(), "--token", "good");
    var ended = shell.run("login", server.url(), "--token", "bad");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).hasLineCount(1);
  }

  @Test
  void aWrongPasswordIsOneSentence() {
    try (var strict = new FakeServer()) {
      strict
          .answer("GET /api/v2/buildinfo", 200, "{\"version\":\"v2.36.0\"}")
          .answer(FIRST, 200, "{}")
          .answer(LOGIN, 401, "{\"message\":\"Incorrect email or password.\"}");
      assertThat(shell.run("login", strict.url(), "--email", "a@b.example", "--password", "x"))
          .isEqualTo(new Shell.Ended(3, "", "Incorrect email or password.\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a good password", "a good password\n", "a good password\r\nmore\n"})
  void aPasswordIsTakenFromTheFirstLineOfTheInput(String input) {
    server.answer(FIRST, 200, "{}");
    shell.input = input;
    var ended = shell.run("login", server.url(), "--email", "a@b.example", "--password-stdin");
    assertThat(ended.code()).isZero();
    assertThat(server.asked(LOGIN).getFirst().body())
        .isEqualTo("{\"email\":\"a@b.example\",\"password\":\"a good password\"}\n");
  }

  @Test
  void aPipedPasswordMakesTheFirstUserToo() {
    server.answer(
        "POST /api/v2/users/first",
        201,
        "{\"user_id\":\"%s\",\"organization_id\":\"%s\"}"
            .formatted(Sample.id("a"), Sample.id("b")));
    shell.input = "a good password\n";
    var ended =
        shell.run(
            "login",
            server.url(),
            "--email=alice@example.com",
            "--username=alice",
            "--password-stdin");
    assertThat(ended.code()).isZero();
    assertThat(server.asked("POST /api/v2/users/first").getFirst().body())
        .contains("\"password\":\"a good password\"");
  }

  @Test
  void aPipedPasswordIsTheOnlyOneAndNotEmpty() {
    server.answer(FIRST, 200, "{}");
    assertThat(shell.run("login", server.url(), "--email=a@b.example", "--password-stdin"))
        .isEqualTo(
            new Shell.Ended(2, "", "The standard input has no password in its first line.\n"));
    shell.input = "a good password\n";
    for (var other : List.of("--password=x", "--token=x")) {
      assertThat(shell.run("login", server.url(), "--password-stdin", other))
          .isEqualTo(
              new Shell.Ended(
                  2, "", "--password-stdin goes neither with --password nor with --token.\n"));
    }
    assertThat(server.asked(LOGIN)).isEmpty();
  }

  @Test
  void withoutATerminalNothingIsAsked() {
    server.answer(FIRST, 200, "{}");
    var ended = shell.run("login", server.url());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("--email is missing, and there is no terminal to ask at.\n");
  }

  @Test
  void whatIsNoSignalboxIsSaidToBeNone() {
    try (var other = new FakeServer()) {
      other.answer("GET /api/v2/buildinfo", 200, "<html>welcome");
      var ended = shell.run("login", other.url(), "--token", "x");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err()).contains("is no Signalbox").hasLineCount(1);
    }
  }

  @Test
  void aStoredTokenIsShownToNoOtherServer() {
    server.answer(FIRST, 200, "{}");
    shell.run("login", server.url(), "--token", "mine");
    try (var other = new FakeServer()) {
      shell.environment.put("CODER_URL", other.url());
      var ended = shell.run("list");
      assertThat(ended.code()).isEqualTo(3);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void signingOutForgetsTheToken() {
    server
        .answer(FIRST, 200, "{}")
        .answer("POST /api/v2/users/logout", 200, "{\"message\":\"Logged out!\"}");
    shell.run("login", server.url(), "--token", "mine");
    assertThat(shell.run("logout").code()).isZero();
    assertThat(server.asked("POST /api/v2/users/logout")).hasSize(1);
    assertThat(home.resolve(".config/signalbox/session.json")).doesNotExist();
    assertThat(shell.run("logout").code()).isEqualTo(3);
  }

  @Test
  void nobodyIsSignedInAtFirst() {
    var ended = shell.run("list");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).isEqualTo("You are not signed in; run `signalbox login URL`.\n");
  }

  @Test
  void commandsAreToldAsTheyCanBeTyped() {
    shell.command = "./signalbox";
    assertThat(shell.run("list").err())
        .isEqualTo("You are not signed in; run `./signalbox login URL`.\n");
    assertThat(shell.run("lst").err()).endsWith("Try `./signalbox --help`.\n");
  }
}
