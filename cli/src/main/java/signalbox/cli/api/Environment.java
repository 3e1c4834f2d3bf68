package signalbox.cli.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;

/// What the environment says about whom to talk to, and as whom. Each variable has two names, ours
/// first: programs that speak to Coder have set the other one already.
public final class Environment {
  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /// Who is signed in: as the environment says, or else the session file.
  public Session session() {
    var stored = SessionFile.in(variables).read();
    var named = address("URL");
    var token = value("SESSION_TOKEN");
    var server = named.or(() -> stored.map(Session::server)).orElseThrow(this::notSignedIn);
    // A stored token is for the server that gave it, and is shown to no other.
    return token
        .or(() -> stored.filter(session -> session.server().equals(server)).map(Session::token))
        .map(text -> new Session(server, text))
        .orElseThrow(
            () ->
                new Failure(
                    Exit.NOT_SIGNED_IN,
                    "You are not signed in at "
                        + server
                        + "; run `signalbox login "
                        + server
                        + "`."));
  }

  /// The workspace that an agent speaks for.
  public Session agent() {
    return new Session(agentServer(), agentToken());
  }

  public Address agentServer() {
    return address("AGENT_URL").orElseThrow(() -> noAgent("URL"));
  }

  public String agentToken() {
    return value("AGENT_TOKEN").orElseThrow(() -> noAgent("TOKEN"));
  }

  /// Where the agent of the workspace that this runs in takes reports; empty outside of one.
  public Optional<Path> agentSocket() {
    return nonEmpty("SIGNALBOX_AGENT_SOCKET").map(Path::of);
  }

  /// Where to sign in when nobody says; empty when the environment does not say either.
  public Optional<Address> server() {
    return address("URL").or(() -> SessionFile.in(variables).read().map(Session::server));
  }

  /// Whether the session comes from the environment, so that signing in or out changes nothing.
  public boolean hasToken() {
    return value("SESSION_TOKEN").isPresent();
  }

  private Optional<Address> address(String name) {
    return value(name)
        .map(
            text ->
                Address.parse(text)
                    .orElseThrow(
                        () ->
                            new Failure(
                                Exit.USAGE,
                                "The environment's SIGNALBOX_"
                                    + name
                                    + " or CODER_"
                                    + name
                                    + " is no address: "
                                    + text
                                    + ".")));
  }

  private Optional<String> value(String name) {
    return nonEmpty("SIGNALBOX_" + name).or(() -> nonEmpty("CODER_" + name));
  }

  private Optional<String> nonEmpty(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private Failure notSignedIn() {
    return new Failure(Exit.NOT_SIGNED_IN, "You are not signed in; run `signalbox login URL`.");
  }

  private static Failure noAgent(String what) {
    return new Failure(
        Exit.NOT_SIGNED_IN,
        "CODER_AGENT_"
            + what
            + " is not set; `signalbox show WORKSPACE --env` prints the lines that set it.");
  }
}
