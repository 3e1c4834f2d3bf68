package signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import signalbox.cli.exit.Exit;

/// Keeps the word for the benchmarks, which are a program of their own.
@Command(name = "bench", description = "Say how the benchmarks are run.")
final class BenchCommand extends ClientCommand {
  @Unmatched private List<String> ignored = List.of();

  BenchCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    var what = ignored.isEmpty() ? "ingest" : String.join(" ", ignored);
    terminal().line("The benchmarks are run from a checkout of the sources: bench/run " + what);
    return Exit.OK;
  }
}
