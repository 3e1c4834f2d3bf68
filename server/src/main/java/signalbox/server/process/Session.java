package signalbox.server.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A program and all that it has started: they are ended together. setsid(2) makes the session, so
/// that neither Ctrl-C nor the end of the server reaches it. What has left the session is known by
/// a variable that it inherited, as far as the system tells of other processes' variables.
final class Session {
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

  /// setsid(1) where there is one; other systems have Perl.
  private static final List<String> IN_A_SESSION =
      Files.isExecutable(Path.of("/usr/bin/setsid"))
          ? List.of("/usr/bin/setsid")
          : List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV");

  private static final String MARK = "SIGNALBOX_HOSTED";

  private final ProcessHandle leader;
  private final String mark;

  /// @param name tells it apart from all others, over restarts of the program
  Session(ProcessHandle leader, String name) {
    this.leader = leader;
    this.mark = MARK + "=" + name;
  }

  /// Starts a program.
  ///
  /// @param name as in the constructor
  /// @param environment all of it; nothing of the server's own is passed on
  /// @param output where its standard output and error go, appended
  /// @throws IOException when it cannot be started
  static Session start(
      String name,
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Path output)
      throws IOException {
    var line = new ArrayList<>(IN_A_SESSION);
    line.addAll(command);
    var builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(MARK, name);
    return new Session(builder.start().toHandle(), name);
  }

  Incarnation incarnation() {
    return Incarnation.of(leader);
  }

  boolean isAlive() {
    return leader.isAlive();
  }

  /// Asks the program to end and waits until it has; then ends with force whatever is left of it.
  /// Blocks.
  ///
  /// @param patience how long it may take
  /// @param hurry asked again and again: whether to wait no longer
  /// @return whether the program ended by itself
  boolean end(Duration patience, BooleanSupplier hurry) {
    leader.destroy();
    var byItself = await(patience, hurry);
    kill();
    return byItself;
  }

  private boolean await(Duration patience, BooleanSupplier hurry) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (leader.isAlive() && System.nanoTime() < deadline && !hurry.getAsBoolean()) {
      if (!pause()) return false;
    }
    return !leader.isAlive();
  }

  /// Until nothing is left: what is being killed may just have started something.
  private void kill() {
    var deadline = System.nanoTime() + KILL_PATIENCE.toNanos();
    var left = members();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.forEach(ProcessHandle::destroyForcibly);
      if (!pause()) return;
      left = members();
    }
  }

  private List<ProcessHandle> members() {
    var all = new ArrayList<>(leader.descendants().filter(ProcessHandle::isAlive).toList());
    if (leader.isAlive()) all.add(leader);
    try (var processes = Stream.of(orEmpty(new File("/proc").list()))) {
      processes
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::parseLong)
          .filter(pid -> isOfThisSession(pid) || isMarked(pid))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .filter(handle -> !all.contains(handle))
          .forEach(all::add);
    }
    return all;
  }

  /// proc_pid_stat(5): the session is the fourth field after the name, which ends with the last
  /// bracket; a zombie has ended already.
  private boolean isOfThisSession(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return !fields[0].equals("Z") && Long.parseLong(fields[3]) == leader.pid();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isMarked(long pid) {
    try {
      var environment =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
      return List.of(environment.split("\0", -1)).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }

  private static String[] orEmpty(String @org.jspecify.annotations.Nullable [] names) {
    return names == null ? new String[0] : names;
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
