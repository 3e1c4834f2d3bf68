package signalbox.server.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs PostgreSQL's programs, each in a session of its own: what the terminal sends to this
/// process, such as Ctrl-C, does not reach them. They refuse to run as root; there they run in a
/// user namespace, in which root is nobody, yet still owns its files.
final class Programs {
  static final ProcessBuilder.Redirect NOWHERE = ProcessBuilder.Redirect.to(new File("/dev/null"));

  private static final List<String> DETACHED = List.of("setsid");
  private static final List<String> DETACHED_FROM_ROOT = List.of("setsid", "unshare", "-U");

  private final PostgresBinaries binaries;
  private final List<String> wrapper;

  private Programs(PostgresBinaries binaries, List<String> wrapper) {
    this.binaries = binaries;
    this.wrapper = wrapper;
  }

  /// @throws PostgresStartException when the system cannot run programs so
  static Programs of(PostgresBinaries binaries, OsUser user) {
    var wrapper = user.root() ? DETACHED_FROM_ROOT : DETACHED;
    if (works(wrapper)) return new Programs(binaries, wrapper);
    throw new PostgresStartException(
        user.root()
            ? "PostgreSQL refuses to run as root, and this system does not let \"unshare -U\" take"
                + " root away; start Signalbox as an ordinary user, or give it a --postgres-url."
            : "PostgreSQL needs the program \"setsid\" (of util-linux), which is missing here; install"
                + " it, or give Signalbox a --postgres-url.");
  }

  /// A program of PostgreSQL's, whose output goes to the end of a file.
  ProcessBuilder prepare(String program, List<String> arguments, Path output) {
    var command = new ArrayList<>(wrapper);
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static boolean works(List<String> wrapper) {
    var probe = new ArrayList<>(wrapper);
    probe.add("true");
    try {
      var process = new ProcessBuilder(probe).redirectErrorStream(true).redirectOutput(NOWHERE);
      return process.start().onExit().join().exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
