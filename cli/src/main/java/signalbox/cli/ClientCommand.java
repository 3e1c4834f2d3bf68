package signalbox.cli;

import java.util.concurrent.Callable;
import signalbox.cli.api.Api;
import signalbox.cli.api.Builds;
import signalbox.cli.api.Workspaces;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Terminal;

/// A command that asks a server as whoever is signed in.
abstract class ClientCommand implements Callable<Integer> {
  private final Surroundings around;

  ClientCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public final Integer call() throws InterruptedException {
    return run().code();
  }

  abstract Exit run() throws InterruptedException;

  final Surroundings around() {
    return around;
  }

  final Terminal terminal() {
    return around.terminal();
  }

  final Api api() {
    return new Api(around.environment().session());
  }

  /// Waits for builds and shows what they say.
  final Builds builds(Api api) {
    return new Builds(
        api, around.pauses(), line -> terminal().say("  " + Safe.text(line.output())));
  }

  final Workspaces workspaces(Api api) {
    return new Workspaces(api);
  }
}
