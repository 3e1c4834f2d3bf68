package signalbox.cli;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.LocalReporter;
import signalbox.cli.api.Reporter;
import signalbox.cli.exit.Exit;
import signalbox.wire.PatchAppStatus;

/// Says what an app is doing.
@Command(
    name = "report",
    description = "Say what an app is doing. Done when the server has it on disk.",
    footer = {
      "",
      "Where an agent runs (SIGNALBOX_AGENT_SOCKET), it takes the report; no token is needed.",
      "Else: CODER_AGENT_URL and CODER_AGENT_TOKEN, or SIGNALBOX_AGENT_URL and",
      "SIGNALBOX_AGENT_TOKEN, say for which workspace; `signalbox create` prints them.",
      "A server that is away is asked again for 15 seconds; the report is stored once."
    })
final class ReportCommand extends ClientCommand {
  @Option(
      names = "--app",
      required = true,
      paramLabel = "SLUG",
      description = "Which app of the workspace.")
  private String app = "";

  @Parameters(
      index = "0",
      paramLabel = "STATE",
      description = "What it is doing: working, idle, complete or failure.")
  private ReportedState state = ReportedState.IDLE;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MESSAGE",
      defaultValue = "",
      description = "The same in words, at most 160 bytes.")
  private String message = "";

  @Option(
      names = "--uri",
      paramLabel = "URI",
      defaultValue = "",
      description = "Where to see more, such as a pull request.")
  private String uri = "";

  @Option(names = "--needs-attention", description = "It needs a human to go on.")
  private boolean needsAttention;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      description = "How long the report holds without another one, 30s to 24h. Default: 5m.")
  private @Nullable Duration lease;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Names this report: sent again under its key, it is stored once.")
  private @Nullable String key;

  ReportCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var report =
        new PatchAppStatus(
            app,
            state.toString(),
            message,
            uri,
            "",
            needsAttention,
            lease == null ? null : Math.toIntExact(lease.toSeconds()));
    return send(report, key == null ? UUID.randomUUID().toString() : key);
  }

  /// By the workspace's agent if there is one, or else to the server.
  private Exit send(PatchAppStatus report, String key) throws InterruptedException {
    var socket = around().environment().agentSocket();
    var handed = socket.flatMap(path -> new LocalReporter(path).send(report, key));
    if (handed.isPresent()) return said(handed.get());
    new Reporter(around().environment().agent(), around().pauses(), around().clock())
        .send(report, key);
    return said(Exit.OK);
  }

  private Exit said(Exit exit) {
    if (exit == Exit.QUEUED) {
      terminal().say("The server is away; the agent keeps the report and delivers it later.");
    } else if (terminal().live()) {
      terminal().say("Reported.");
    }
    return exit;
  }
}
