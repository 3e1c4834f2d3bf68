package signalbox.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import signalbox.agent.Agent;
import signalbox.agent.AgentSettings;
import signalbox.agent.console.Console;
import signalbox.agent.line.Site;
import signalbox.agent.time.SystemTicker;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;

/// An agent from its start until the process is told to end.
final class RunningAgent {
  private static final String UNPACKAGED = "0.0.0";

  /// Bytes of a hash that tell the tokens of one machine apart.
  private static final int TOLD_APART = 6;

  private RunningAgent() {}

  /// Returns only when the thread is interrupted; a signal ends the process.
  static Exit run(AgentOptions options, Surroundings around) throws InterruptedException {
    var console = new Console(around.terminal().err(), InstantSource.system());
    var ticker = new SystemTicker(e -> console.say("A periodic task failed: " + e));
    try {
      var agent = Agent.start(settings(options, around), ticker, console);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, console), "stop"));
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The agent cannot start: " + e.getMessage() + ".", e);
    }
    new CountDownLatch(1).await();
    return Exit.OK;
  }

  /// A process that a signal ends would exit with the signal's number, but it was stopped as asked.
  private static void stop(Agent agent, Console console) {
    try {
      agent.stop();
    } catch (InterruptedException | RuntimeException e) {
      console.say("The agent did not stop as it should: " + e);
      Runtime.getRuntime().halt(Exit.FAILED.code());
    }
    Runtime.getRuntime().halt(Exit.OK.code());
  }

  private static AgentSettings settings(AgentOptions options, Surroundings around)
      throws IOException {
    var environment = around.environment();
    var server = options.url == null ? environment.agentServer() : address(options.url);
    var site = new Site(URI.create(server.toString()), token(options, around));
    var directory =
        options.runDirectory == null
            ? runDirectory(site.token().read(), around.variables())
            : options.runDirectory.toAbsolutePath();
    var version = Main.class.getPackage().getImplementationVersion();
    return new AgentSettings(
        site, Objects.requireNonNullElse(version, UNPACKAGED), directory, variables(around));
  }

  private static Address address(String text) {
    return Address.parse(text)
        .orElseThrow(() -> new Failure(Exit.USAGE, text + " is no address of a server."));
  }

  private static Site.Token token(AgentOptions options, Surroundings around) {
    var file = options.tokenFile;
    if (file == null) {
      var token = around.environment().agentToken();
      return () -> token;
    }
    return () -> {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new IOException("the token file cannot be read: " + e.getMessage(), e);
      }
    };
  }

  private static Path runDirectory(String token, Map<String, String> variables) {
    var below = variables.getOrDefault("XDG_RUNTIME_DIR", "");
    var usable = !below.isEmpty() && Files.isWritable(Path.of(below));
    return Path.of(usable ? below : System.getProperty("java.io.tmpdir"))
        .resolve("signalbox-agent-" + name(token));
  }

  /// The same for the same token, and tells nothing about it.
  private static String name(String token) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, TOLD_APART);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What scripts inherit, with this program on their path.
  private static Map<String, String> variables(Surroundings around) {
    var variables = new HashMap<>(around.variables());
    var called = Path.of(variables.getOrDefault("SIGNALBOX_COMMAND", "signalbox")).toAbsolutePath();
    var directory = called.getParent();
    if (directory != null && Files.isExecutable(called)) {
      variables.merge("PATH", directory.toString(), (path, ours) -> path + ":" + ours);
    }
    return variables;
  }
}
