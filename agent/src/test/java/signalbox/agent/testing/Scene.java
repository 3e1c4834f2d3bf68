package signalbox.agent.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signalbox.agent.Agent;
import signalbox.agent.AgentSettings;
import signalbox.agent.console.Console;
import signalbox.agent.line.Site;

/// An agent with a server, a home, and a clock that is stepped. For one thread.
public final class Scene implements AutoCloseable {
  public final SteppedTicker time = new SteppedTicker();
  public final TestServer server;
  public final Path home;
  public final Map<String, String> variables = new HashMap<>(System.getenv());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private @Nullable Agent agent;

  public Scene(Path home) throws IOException {
    this.home = home;
    this.server = new TestServer();
    variables.put("HOME", home.toString());
    variables.put("SHELL", "/bin/sh");
  }

  public Path run() {
    return home.resolve("run");
  }

  public Path socket() {
    return run().resolve("agent.sock");
  }

  public AgentSettings settings() {
    return new AgentSettings(
        new Site(server.url(), () -> "the-token"), "1.2.3", run(), Map.copyOf(variables));
  }

  public Console console() {
    return new Console(new PrintStream(said, true, StandardCharsets.UTF_8), time);
  }

  /// What the agent told whoever started it.
  public String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /// Starts the agent.
  public Scene begin() throws IOException, InterruptedException {
    agent = Agent.start(settings(), time, console());
    return this;
  }

  /// Starts the agent, and waits until it has come to a state. What one before it said is
  /// forgotten.
  public Scene begin(String state) throws IOException, InterruptedException {
    server.forget();
    begin();
    time.until(() -> server.states().contains(state));
    return this;
  }

  /// Stops the agent and waits for its end.
  public void stop() {
    var stopping = agent;
    if (stopping == null) return;
    agent = null;
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stopping.stop();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    time.until(() -> !thread.isAlive());
  }

  /// Whether a process lives; what has ended and was not asked after does not.
  public static boolean isAlive(long pid) {
    return ProcessHandle.of(pid)
        .map(process -> process.isAlive() && process.info().command().isPresent())
        .orElse(false);
  }

  @Override
  public void close() throws IOException {
    stop();
    server.close();
    System.out.println(said());
  }
}
