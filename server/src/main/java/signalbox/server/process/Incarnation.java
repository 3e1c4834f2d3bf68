package signalbox.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One running program, named so that it is not taken for another that was given its number later.
///
/// @param pid its process id, which is that of its session too
/// @param startedAt when the system says that it began
record Incarnation(long pid, Instant startedAt) {
  /// How much the system's own figure may differ from one reading to the next.
  private static final Duration TICK = Duration.ofMillis(20);

  static Incarnation of(ProcessHandle handle) {
    return new Incarnation(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
  }

  /// The program, if it still runs.
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle handle) {
    var other = handle.info().startInstant().orElse(Instant.EPOCH);
    return Duration.between(startedAt, other).abs().compareTo(TICK) <= 0;
  }

  /// Notes it in a file, whole or not at all.
  void write(Path file) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, pid + " " + startedAt + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What a file notes; empty when there is none, or one that says nothing.
  static Optional<Incarnation> read(Path file) throws IOException {
    try {
      var words = Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", -1);
      if (words.length != 2) return Optional.empty();
      return Optional.of(new Incarnation(Long.parseLong(words[0]), Instant.parse(words[1])));
    } catch (NoSuchFileException | NumberFormatException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
