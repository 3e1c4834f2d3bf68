package signalbox.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import signalbox.cli.api.Pauses;
import signalbox.cli.terminal.ScreenSize;
import signalbox.cli.terminal.Terminal;
import signalbox.cli.testing.FakeServer;
import signalbox.cli.testing.SteppedClock;

/// Runs commands as a shell would: with an environment, a home, and somebody who may answer. For
/// one thread at a time.
final class Shell {
  final Map<String, String> environment = new HashMap<>();
  final Deque<String> answers = new ArrayDeque<>();
  final SteppedClock stepped = new SteppedClock();
  Clock clock = stepped;
  Pauses pauses = stepped;
  boolean live;
  int columns = 100;
  String command = "signalbox";
  boolean attended;

  /// What is piped into the commands.
  String input = "";

  /// @param code the exit code
  /// @param out what went to stdout
  /// @param err what went to stderr
  record Ended(int code, String out, String err) {}

  Shell(Path home) {
    environment.put("HOME", home.toString());
  }

  /// Somebody is signed in at the server.
  Shell signedIn(FakeServer server) {
    environment.put("SIGNALBOX_URL", server.url());
    environment.put("SIGNALBOX_SESSION_TOKEN", "id-secret");
    return this;
  }

  /// A program speaks as an agent.
  Shell agentOf(FakeServer server) {
    environment.put("CODER_AGENT_URL", server.url());
    environment.put("CODER_AGENT_TOKEN", "agent-token");
    return this;
  }

  Ended run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var size = new ScreenSize.Cells(24, columns);
    var terminal = new Terminal(stream(out), stream(err), live, live, () -> size, command);
    var around = new Surroundings(environment, terminal, new Answers(), stdin(), clock, pauses);
    var code = new Main(around).run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private InputStream stdin() {
    return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private final class Answers implements Questions {
    @Override
    public boolean canAsk() {
      return attended;
    }

    @Override
    public Optional<String> ask(String question) {
      return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<String> askSecretly(String question) {
      return ask(question);
    }
  }
}
