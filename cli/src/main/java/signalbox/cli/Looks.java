package signalbox.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import signalbox.cli.exit.Exit;
import signalbox.cli.terminal.Terminal;

/// How the help looks.
final class Looks {
  private static final int OPTIONS_WIDTH_MAX = 30;
  private static final int WIDTH_MIN = 55;
  private static final int WIDTH_MAX = 100;

  private Looks() {}

  static void apply(CommandLine line, Terminal terminal) {
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    everywhere(line);
  }

  /// Only who asks for help needs to know how wide it may be.
  static void fit(CommandLine line, Terminal terminal) {
    var columns = terminal.size().now().columns();
    line.setUsageHelpWidth(Math.clamp(columns, WIDTH_MIN, WIDTH_MAX));
  }

  private static void everywhere(CommandLine line) {
    var usage = line.getCommandSpec().usageMessage();
    usage.sortOptions(false);
    usage.abbreviateSynopsis(true);
    usage.longOptionsMaxWidth(OPTIONS_WIDTH_MAX);
    usage.synopsisHeading("Usage: ");
    usage.parameterListHeading("%nArguments:%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    usage.footer(
        Stream.concat(Arrays.stream(usage.footer()), exitCodes().stream()).toArray(String[]::new));
    line.getSubcommands().values().forEach(Looks::everywhere);
  }

  private static List<String> exitCodes() {
    var lines =
        Arrays.stream(Exit.values())
            .map(exit -> "  %3d  %s".formatted(exit.code(), exit.meaning()));
    return Stream.concat(Stream.of("", "Exit codes:"), lines).toList();
  }
}
