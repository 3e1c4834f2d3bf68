package signalbox.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where the output goes, and what that place can do. Output is UTF-8 whatever the locale says: so
/// are the messages, and pipes must not lose any of them.
///
/// @param out results
/// @param err what is said to people beside the results
/// @param live whether results go to a terminal that can move its cursor
/// @param colours whether results may be coloured
/// @param size how large the terminal is at the moment
public record Terminal(
    PrintStream out, PrintStream err, boolean live, boolean colours, ScreenSize size) {
  /// The process's own.
  public static Terminal ofProcess(Map<String, String> environment) {
    var live = Descriptors.isTerminal(1) && !"dumb".equals(environment.get("TERM"));
    var colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        live,
        colours,
        ScreenSize.of(environment, live));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor)),
        true,
        StandardCharsets.UTF_8);
  }

  /// Prints a result.
  public void line(String text) {
    out.println(text);
  }

  /// Prints a result in a paint.
  public void line(Paint paint, String text) {
    out.println(colours ? paint.on(text) : text);
  }

  /// Says something to people, beside the results.
  public void say(String text) {
    err.println(text);
  }
}
