package signalbox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a server until it is told to stop.
@Command(
    name = "server",
    description = {
      "Run a server. Ctrl-C ends it: what is under way is finished first.",
      "Every option can be set in the environment too; an option goes before its variable."
    })
final class ServerCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ServerOptions options = new ServerOptions();

  ServerCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    return RunningServer.run(options, around).code();
  }
}
