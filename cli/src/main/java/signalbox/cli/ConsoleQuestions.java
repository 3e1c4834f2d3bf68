package signalbox.cli;

import java.io.Console;
import java.util.Optional;
import signalbox.cli.terminal.Descriptors;

/// Asks at the terminal, when the input is one.
final class ConsoleQuestions implements Questions {
  @Override
  public boolean canAsk() {
    return console().isPresent();
  }

  @Override
  public Optional<String> ask(String question) {
    return console().map(console -> console.readLine("%s", question)).map(String::strip);
  }

  @Override
  public Optional<String> askSecretly(String question) {
    return console().map(console -> console.readPassword("%s", question)).map(String::new);
  }

  private static Optional<Console> console() {
    return Descriptors.isTerminal(0) ? Optional.ofNullable(System.console()) : Optional.empty();
  }
}
