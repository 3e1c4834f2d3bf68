package signalbox.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Api;
import signalbox.cli.api.Problems;
import signalbox.cli.api.Session;
import signalbox.cli.api.SessionFile;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.cli.http.Request;
import signalbox.cli.terminal.Safe;
import signalbox.wire.BuildInfo;
import signalbox.wire.CreateFirstUserRequest;
import signalbox.wire.Json;
import signalbox.wire.LoginWithPasswordRequest;
import signalbox.wire.NewDeployment;
import signalbox.wire.SessionToken;
import signalbox.wire.User;

/// Signs in, and on a new server makes the first user before that.
@Command(
    name = "login",
    description = {
      "Sign in. Whoever comes first to a new server becomes its owner.",
      "What is not given is asked for."
    })
final class LoginCommand extends ClientCommand {
  private static final String USUAL = "http://127.0.0.1:4600";
  private static final int NOT_FOUND = 404;
  private static final int NOT_SIGNED_IN = 401;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "Where the server is. Default: the one of the last time, or " + USUAL + ".")
  private @Nullable String url;

  @Option(names = "--email", paramLabel = "EMAIL", description = "Whose account.")
  private @Nullable String email;

  @Option(
      names = "--username",
      paramLabel = "NAME",
      description = "How the first user of a new server is called.")
  private @Nullable String username;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Its password. Others on this machine may see it; better let it be asked for.")
  private @Nullable String password;

  @Option(
      names = "--password-stdin",
      description = "Take the password from the first line of the standard input.")
  private boolean passwordStdin;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Sign in with a token instead of a password.")
  private @Nullable String token;

  LoginCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    if (passwordStdin) password = pipedPassword();
    var server = server();
    var stranger = new Api(server, "");
    stranger.get("/api/v2/buildinfo", BuildInfo.class);
    var fresh = stranger.ask(new Request("GET", "/api/v2/users/first")).status() == NOT_FOUND;
    if (fresh) createFirst(stranger);
    var session = new Session(server, token != null ? token : withPassword(stranger));
    var user = new Api(session).get("/api/v2/users/me", User.class);
    SessionFile.in(around().variables()).write(session);
    terminal().say("You are signed in at " + server + " as " + Safe.text(user.username()) + ".");
    if (around().environment().hasToken())
      terminal().say("The token in the environment still goes before the one of this session.");
    if (fresh) terminal().say("Next: `eval \"$(signalbox create demo)\"`");
    return Exit.OK;
  }

  private Address server() {
    var given = Optional.ofNullable(url);
    return given
        .map(
            text ->
                Address.parse(text)
                    .orElseThrow(
                        () ->
                            new Failure(
                                Exit.USAGE, text + " is no address; it looks like " + USUAL + ".")))
        .or(around().environment()::server)
        .orElseGet(() -> Address.parse(USUAL).orElseThrow());
  }

  private void createFirst(Api stranger) {
    if (token != null)
      throw new Failure(
          Exit.USAGE,
          "This server has no users yet, so no token is valid; sign in without --token to become its owner.");
    terminal().say("This server is new: you become its owner.");
    email = given(email, "--email", () -> around().questions().ask("Email: "));
    username = given(username, "--username", () -> around().questions().ask("User name: "));
    if (password == null) password = newPassword();
    var first = new CreateFirstUserRequest(email, username, "", password);
    stranger.post("/api/v2/users/first", first, NewDeployment.class);
  }

  private String newPassword() {
    while (true) {
      var first = given(null, "--password", () -> around().questions().askSecretly("Password: "));
      var again =
          given(null, "--password", () -> around().questions().askSecretly("Password again: "));
      if (first.equals(again)) return first;
      terminal().say("These were two different ones; once more.");
    }
  }

  private String pipedPassword() {
    if (password != null || token != null)
      throw new Failure(
          Exit.USAGE, "--password-stdin goes neither with --password nor with --token.");
    try {
      var line =
          new BufferedReader(new InputStreamReader(around().input(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null || line.isEmpty())
        throw new Failure(Exit.USAGE, "The standard input has no password in its first line.");
      return line;
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The standard input cannot be read: " + e.getMessage());
    }
  }

  private String withPassword(Api stranger) {
    var who = given(email, "--email", () -> around().questions().ask("Email: "));
    var secret =
        given(password, "--password", () -> around().questions().askSecretly("Password: "));
    var request =
        new Request("POST", "/api/v2/users/login")
            .withBody(Json.bytes(new LoginWithPasswordRequest(who, secret)));
    var answer = stranger.ask(request);
    if (answer.status() == NOT_SIGNED_IN)
      throw new Failure(Exit.NOT_SIGNED_IN, Problems.told(answer));
    return stranger.read(stranger.ok(answer), SessionToken.class).sessionToken();
  }

  private String given(@Nullable String value, String option, Supplier<Optional<String>> question) {
    if (value != null) return value;
    if (!around().questions().canAsk())
      throw new Failure(Exit.USAGE, option + " is missing, and there is no terminal to ask at.");
    return question
        .get()
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new Failure(Exit.USAGE, "Nothing was typed, so nobody is signed in."));
  }
}
