package signalbox.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an agent can be told on the command line.
final class AgentOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server. Default: SIGNALBOX_AGENT_URL or CODER_AGENT_URL.")
  @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Where the agent's token is; read again for each connection.",
        "Default: the token itself in SIGNALBOX_AGENT_TOKEN or CODER_AGENT_TOKEN."
      })
  @Nullable Path tokenFile;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = {
        "For the agent's socket and the logs of scripts; nobody else may look into it.",
        "Default: a directory for this token below XDG_RUNTIME_DIR, or else the one for temporary files."
      })
  @Nullable Path runDirectory;
}
