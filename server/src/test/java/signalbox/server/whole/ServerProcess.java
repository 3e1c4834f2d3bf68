package signalbox.server.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import signalbox.server.Config;
import signalbox.server.Signalbox;
import signalbox.server.testing.Signals;

/// A server in a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {
  private static final String READY = "listening on ";

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(Path dataDir) throws IOException {
    return new ServerProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// Waits until it answers.
  ///
  /// @return where
  URI ready() throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine())
      if (line.startsWith(READY)) return URI.create(line.substring(READY.length()));
    throw new AssertionError("the server did not start");
  }

  /// No goodbye, as when the machine's memory runs out.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// An orderly end.
  @Override
  public void close() {
    Signals.send(process.toHandle(), "TERM");
    process.onExit().join();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var d = Config.defaults(Path.of(arguments[0]));
    var server =
        Signalbox.start(
            new Config(
                d.host(),
                0,
                null,
                d.dataDir(),
                null,
                d.bus(),
                d.logFormat(),
                -1,
                -1,
                -1,
                -1,
                1,
                -1,
                d.eventRetention(),
                d.agentLogRetention(),
                d.processGuests(),
                d.agentCommand(),
                true,
                false,
                2,
                true));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println(READY + server.address());
    Thread.currentThread().join();
  }
}
