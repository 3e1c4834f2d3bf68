package signalbox.cli;

import java.nio.file.Path;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.server.postgres.EmbeddedPostgres;
import signalbox.server.postgres.PostgresStartException;
import signalbox.server.postgres.PostgresUrl;

/// Asks for what only the server's classes know, so that commands need not load them.
final class BuiltinPostgres {
  private BuiltinPostgres() {}

  static String url(Path dataDirectory) {
    try {
      return EmbeddedPostgres.addressIn(dataDirectory)
          .map(PostgresUrl::text)
          .orElseThrow(
              () ->
                  Failure.failed(
                      "There is no PostgreSQL in "
                          + dataDirectory
                          + " yet; `signalbox server` makes one when it first starts."));
    } catch (PostgresStartException e) {
      throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
