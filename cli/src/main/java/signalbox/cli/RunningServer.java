package signalbox.cli;

import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import signalbox.cli.api.Api;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.cli.http.Request;
import signalbox.cli.log.LogSetup;
import signalbox.cli.terminal.Terminal;
import signalbox.server.Config;
import signalbox.server.Signalbox;
import signalbox.server.postgres.PostgresStartException;
import signalbox.server.postgres.PostgresUrl;

/// A server from its start until the process is told to end.
final class RunningServer {
  private static final int NOT_FOUND = 404;

  private RunningServer() {}

  /// Returns only when the thread is interrupted; a signal ends the process.
  static Exit run(ServerOptions options, Surroundings around) throws InterruptedException {
    var config = ServerConfig.of(options);
    LogSetup.useJson(config.logFormat() == Config.LogFormat.JSON);
    var began = System.nanoTime();
    var server = start(config);
    var terminal = around.terminal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, terminal), "stop"));
    welcome(server.address().toString(), Duration.ofNanos(System.nanoTime() - began), terminal);
    new CountDownLatch(1).await();
    return Exit.OK;
  }

  private static Signalbox start(Config config) throws InterruptedException {
    try {
      return Signalbox.start(config);
    } catch (PostgresStartException e) {
      throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (BindException e) {
      var sentence = "The server " + e.getMessage() + "; choose another place with --http-address.";
      throw new Failure(Exit.FAILED, sentence, e);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The server cannot start: " + e.getMessage() + ".", e);
    } catch (RuntimeException e) {
      throw databaseTrouble(config, e).orElseThrow(() -> e);
    }
  }

  /// A database of somebody else that cannot be used; empty when the cause is another one.
  private static Optional<Failure> databaseTrouble(Config config, RuntimeException e) {
    var url = config.postgresUrl();
    return url == null
        ? Optional.empty()
        : causes(e)
            .filter(SQLException.class::isInstance)
            .reduce((_, deeper) -> deeper)
            .map(
                cause ->
                    "The database %s cannot be used: %s"
                        .formatted(PostgresUrl.parse(url), firstLine(cause)))
            .map(sentence -> new Failure(Exit.FAILED, sentence, e));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static void welcome(String address, Duration took, Terminal terminal) {
    terminal.line(
        "Signalbox is at %s (ready in %.1f s).".formatted(address, took.toMillis() / 1000.0));
    if (isNew(address)) {
      terminal.line(
          terminal.typed(
              "It is new here. Next, in another terminal: `signalbox login " + address + "`"));
    }
  }

  private static boolean isNew(String address) {
    return Address.parse(address)
        .map(server -> new Api(server, "").ask(new Request("GET", "/api/v2/users/first")))
        .filter(answer -> answer.status() == NOT_FOUND)
        .isPresent();
  }

  private static void stop(Signalbox server, Terminal terminal) {
    server.close();
    terminal.line("Signalbox has stopped.");
  }
}
