package signalbox.cli;

import java.util.Optional;

/// How people are asked. Empty answers to all where there is nobody to ask.
interface Questions {
  /// Whether somebody is there.
  boolean canAsk();

  Optional<String> ask(String question);

  /// The same without showing what is typed.
  Optional<String> askSecretly(String question);

  /// Whoever sits at the process's terminal.
  static Questions ofProcess() {
    return new ConsoleQuestions();
  }
}
