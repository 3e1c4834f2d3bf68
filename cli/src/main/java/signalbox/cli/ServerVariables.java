package signalbox.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The environment as a source of a server's options: `--api-rate-limit` is
/// `SIGNALBOX_API_RATE_LIMIT`.
final class ServerVariables implements IDefaultValueProvider {
  private final Map<String, String> variables;

  ServerVariables(Map<String, String> variables) {
    this.variables = variables;
  }

  static String nameOf(String option) {
    return "SIGNALBOX_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option && option.longestName().startsWith("--")
        ? variables.get(nameOf(option.longestName()))
        : null;
  }
}
