package signalbox.server.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs PostgreSQL's programs. They refuse to run as root; there they run in a user namespace of
/// their own, in which root is nobody, yet still owns its files.
final class Programs {
  static final ProcessBuilder.Redirect NOWHERE = ProcessBuilder.Redirect.to(new File("/dev/null"));

  private final PostgresBinaries binaries;
  private final boolean root;

  private Programs(PostgresBinaries binaries, boolean root) {
    this.binaries = binaries;
    this.root = root;
  }

  /// @throws PostgresStartException when this is root and the system has no way down from there
  static Programs of(PostgresBinaries binaries) {
    var root = isRoot();
    if (root && !canLeaveRoot())
      throw new PostgresStartException(
          "PostgreSQL refuses to run as root, and this system does not let \"unshare -U\" take root"
              + " away; start Signalbox as an ordinary user, or give it a --postgres-url.");
    return new Programs(binaries, root);
  }

  /// A program of PostgreSQL's, whose output goes to the end of a file.
  ProcessBuilder prepare(String program, List<String> arguments, Path output) {
    return prepared(List.of(), program, arguments, output);
  }

  /// The same in a session of its own: what the terminal sends to this process, such as Ctrl-C,
  /// does not reach it.
  ProcessBuilder prepareDetached(String program, List<String> arguments, Path output) {
    return prepared(List.of("setsid"), program, arguments, output);
  }

  private ProcessBuilder prepared(
      List<String> wrapper, String program, List<String> arguments, Path output) {
    var command = new ArrayList<>(wrapper);
    if (root) command.addAll(List.of("unshare", "-U"));
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException _) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean canLeaveRoot() {
    try {
      var probe = new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true);
      return probe.redirectOutput(NOWHERE).start().onExit().join().exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
