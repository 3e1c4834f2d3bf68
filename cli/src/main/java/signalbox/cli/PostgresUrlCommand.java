package signalbox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import signalbox.cli.exit.Exit;

/// Tells where a server's own PostgreSQL is.
@Command(
    name = "postgres-builtin-url",
    description = "Print the URL of the server's own PostgreSQL, with its password.")
final class PostgresUrlCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private DataDirectory dataDirectory = new DataDirectory();

  PostgresUrlCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around.terminal().line(BuiltinPostgres.url(dataDirectory.path()));
    return Exit.OK.code();
  }
}
