package signalbox.cli;

import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import signalbox.cli.api.Environment;
import signalbox.cli.api.Pauses;
import signalbox.cli.terminal.Terminal;

/// What a command has around it. Tests bring their own.
///
/// @param variables the environment
/// @param questions how people are asked
/// @param input what is piped into it
/// @param clock what "12s ago" is relative to
record Surroundings(
    Map<String, String> variables,
    Terminal terminal,
    Questions questions,
    InputStream input,
    Clock clock,
    Pauses pauses) {
  static Surroundings ofProcess() {
    var variables = System.getenv();
    return new Surroundings(
        variables,
        Terminal.ofProcess(variables),
        Questions.ofProcess(),
        System.in,
        Clock.systemUTC(),
        Pauses.real());
  }

  Environment environment() {
    return new Environment(variables);
  }
}
