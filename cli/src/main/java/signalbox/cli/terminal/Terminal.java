package signalbox.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Where the output goes, and what that place can do. Output is UTF-8 whatever the locale says: so
/// are the messages, and pipes must not lose any of them.
///
/// @param out results
/// @param err what is said to people beside the results
/// @param live whether results go to a terminal that can move its cursor
/// @param colours whether results may be coloured
/// @param size how large the terminal is at the moment
/// @param command how people have called us, such as `./signalbox`
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean live,
    boolean colours,
    ScreenSize size,
    String command) {
  private static final String OUR_NAME = "signalbox";

  /// The process's own.
  public static Terminal ofProcess(Map<String, String> environment) {
    var live = Descriptors.isTerminal(1) && !"dumb".equals(environment.get("TERM"));
    var colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        live,
        colours,
        ScreenSize.of(environment, live),
        command(environment));
  }

  /// The script that starts us says how it was called; one that is on the path needs no directory.
  private static String command(Map<String, String> environment) {
    var called = environment.getOrDefault("SIGNALBOX_COMMAND", OUR_NAME);
    var directories = List.of(environment.getOrDefault("PATH", "").split(":"));
    return directories.stream().anyMatch(at -> called.equals(at + "/" + OUR_NAME))
        ? OUR_NAME
        : called;
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

  /// Says something to people, beside the results. A command in it, as in "run `signalbox login`",
  /// is told as it can be typed.
  public void say(String text) {
    err.println(typed(text));
  }

  /// The text with commands as they can be typed.
  public String typed(String text) {
    return text.replace("`" + OUR_NAME + " ", "`" + command + " ")
        .replace("$(" + OUR_NAME + " ", "$(" + command + " ");
  }
}
