package signalbox.agent.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How scripts are started: in which directory, with which environment, and by which shell. Each
/// runs in a process group of its own, so that it can be ended with all that it has started.
///
/// @param environment all of it
/// @param pipes a directory for pipes
public record Shell(Path directory, Map<String, String> environment, Path pipes) {
  private static final String DEFAULT = "/bin/sh";

  /// Starts a script, and has its output read line by line until nobody writes to it any more.
  ///
  /// @throws IOException when it cannot be started
  public Heard start(String script, Consumer<String> out, Consumer<String> err)
      throws IOException, InterruptedException {
    var outputs = Pipes.make(pipes, from -> Lines.read(from, out), from -> Lines.read(from, err));
    var builder = builder(script);
    outputs.connect(builder);
    try {
      var child = new Child(builder.start(), !group().isEmpty());
      outputs.unlink();
      return new Heard(child, outputs.ended());
    } catch (IOException e) {
      outputs.abandon();
      throw e;
    }
  }

  /// Starts a script whose output ends with it.
  ///
  /// @throws IOException when it cannot be started
  public Child start(String script) throws IOException {
    return new Child(builder(script).start(), !group().isEmpty());
  }

  /// A first line such as `#!/usr/bin/env bash` names what runs a script, and has to take `-c`;
  /// else it is `$SHELL`.
  private ProcessBuilder builder(String script) {
    var command = new ArrayList<>(group());
    command.addAll(interpreter(script));
    command.addAll(List.of("-c", script));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectInput(new File("/dev/null"));
    var all = builder.environment();
    all.clear();
    all.putAll(environment);
    return builder;
  }

  private List<String> interpreter(String script) {
    if (script.startsWith("#!")) {
      var words = script.lines().findFirst().orElseThrow().substring(2).strip();
      if (!words.isEmpty()) return List.of(words.split("\\s+"));
    }
    var shell = environment.getOrDefault("SHELL", DEFAULT);
    return List.of(Files.isExecutable(Path.of(shell)) ? shell : DEFAULT);
  }

  /// What makes a session, and with it a process group, and then becomes the program; nothing on
  /// systems that have no such command.
  private static List<String> group() {
    return Setsid.PATH.map(path -> List.of(path.toString())).orElse(List.of());
  }

  /// setsid(1), looked for once.
  private static final class Setsid {
    static final Optional<Path> PATH =
        List.of("/usr/bin/setsid", "/bin/setsid").stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
  }
}
