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
  public int handleParseException(ParameterException first, String[] arguments) {
    var e = plainest(first, List.of(arguments));
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    around.terminal().say(sentence(e) + source(e, List.of(arguments)));
    var err = new PrintWriter(around.terminal().err(), true, StandardCharsets.UTF_8);
    UnmatchedArgumentException.printSuggestions(e, err);
    around.terminal().say("Try `" + command + " --help`.");
    return Exit.USAGE.code();
  }

  /// An option that does not exist makes what follows it look wrong, and is the real mistake.
  private static ParameterException plainest(ParameterException e, List<String> arguments) {
    var options = e.getCommandLine().getCommandSpec().optionsMap().keySet();
    return arguments.stream()
        .takeWhile(word -> !word.equals("--"))
        .filter(
            word -> word.matches("-{1,2}[A-Za-z].*") && !options.contains(word.split("=", 2)[0]))
        .<ParameterException>map(
            word -> new UnmatchedArgumentException(e.getCommandLine(), List.of(word)))
        .findFirst()
        .orElse(e);
  }

  private static String sentence(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) return String.valueOf(e.getMessage());
    var word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-")) return "There is no option " + word + " here.";
    return e.getCommandLine().getSubcommands().isEmpty()
        ? "The word " + word + " is one too many; put quotes around a text of several words."
        : "There is no command " + word + ".";
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
