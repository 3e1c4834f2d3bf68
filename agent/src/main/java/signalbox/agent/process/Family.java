package signalbox.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import signalbox.agent.time.Ticker;

/// All that an agent has started, and what that has started in turn, also what has left its process
/// group or was left behind by an agent that was killed. Its members are known by a variable that
/// they inherit; who has cleared its environment has left the family. Linux only: elsewhere, where
/// nothing tells another process's environment, it is empty.
public final class Family {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofMillis(50);

  private final String mark;
  private final Set<Long> outside;

  /// @param variable with a value that no other agent has
  public Family(String variable, String value) {
    this.mark = variable + "=" + value;
    this.outside =
        Stream.iterate(ProcessHandle.current(), Family::hasParent, p -> p.parent().orElseThrow())
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
  }

  /// Asks all to end, and ends who has not after a while; returns when nobody is left.
  ///
  /// @return how many there were at first
  public int end(Duration grace, Ticker ticker) throws InterruptedException {
    var members = members();
    members.forEach(ProcessHandle::destroy);
    for (var waited = Duration.ZERO; waited.compareTo(grace) < 0; waited = waited.plus(LOOK)) {
      if (members().isEmpty()) return members.size();
      ticker.pause(LOOK);
    }
    // Who is about to start another one is faster than we are at most a few times.
    for (var round = 0; round < 10 && !members().isEmpty(); round++) {
      members().forEach(ProcessHandle::destroyForcibly);
      ticker.pause(LOOK);
    }
    return members.size();
  }

  /// Who lives now; neither this process nor those above it.
  public List<ProcessHandle> members() {
    if (!Files.isDirectory(PROC)) return List.of();
    return ProcessHandle.allProcesses()
        .filter(process -> !outside.contains(process.pid()) && isMarked(process))
        .toList();
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      var file = PROC.resolve(Long.toString(process.pid())).resolve("environ");
      var environment = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Arrays.asList(environment.split("\0")).contains(mark);
    } catch (IOException _) {
      return false; // It has ended, or is somebody else's.
    }
  }

  private static boolean hasParent(ProcessHandle process) {
    return process.parent().isPresent();
  }
}
