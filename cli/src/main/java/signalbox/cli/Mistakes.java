package signalbox.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import signalbox.cli.exit.Exit;

/// Tells people what is wrong with the words that they typed, what they may have meant, and where
/// to read more.
final class Mistakes implements IParameterExceptionHandler {
  private final Surroundings around;

  Mistakes(Surroundings around) {
    this.around = around;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    around.terminal().say(e.getMessage() + source(e, List.of(arguments)));
    var err = new PrintWriter(around.terminal().err(), true, StandardCharsets.UTF_8);
    UnmatchedArgumentException.printSuggestions(e, err);
    around.terminal().say("Try `" + command + " --help`.");
    return Exit.USAGE.code();
  }

  /// Says where a wrong value comes from that nobody typed.
  private String source(ParameterException e, List<String> arguments) {
    if (!(e.getArgSpec() instanceof OptionSpec option)) return "";
    var variable = ServerVariables.nameOf(option.longestName());
    var typed =
        arguments.stream().anyMatch(word -> word.split("=", 2)[0].equals(option.longestName()));
    return typed || !around.variables().containsKey(variable)
        ? ""
        : " (from " + variable + " in the environment)";
  }
}
