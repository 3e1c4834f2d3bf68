package signalbox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a workspace's agent until it is told to stop.
@Command(
    name = "agent",
    description = {
      "Run the agent of a workspace until it is told to stop.",
      "It runs the workspace's scripts, measures its metadata, looks after the health of",
      "its apps, and takes their reports without a token (docs/agent.md)."
    },
    footer = {
      "",
      "On SIGTERM or SIGINT it runs the stop scripts, ends all that it has started, tells",
      "the server, and exits with 0. A server that is away, or does not know the token,",
      "is asked again for as long as the agent runs."
    })
final class AgentCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private AgentOptions options = new AgentOptions();

  AgentCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    return RunningAgent.run(options, around).code();
  }
}
