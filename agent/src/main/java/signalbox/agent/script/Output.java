package signalbox.agent.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.LogLine;
import signalbox.agent.api.LogLine.Level;
import signalbox.agent.outgoing.LogOutbox;

/// Where the output of one run goes: to the server, and into a file if there is one. Thread-safe.
final class Output implements AutoCloseable {
  private final UUID source;
  private final LogOutbox logs;
  private final InstantSource clock;
  private @Nullable Writer file;

  /// @param path null for no file
  Output(UUID source, LogOutbox logs, InstantSource clock, @Nullable Path path) {
    this.source = source;
    this.logs = logs;
    this.clock = clock;
    if (path != null) this.file = open(path);
  }

  synchronized void line(Level level, String text) {
    logs.put(new LogLine(source, clock.instant(), level, text));
    if (file == null) return;
    try {
      file.write(text + "\n");
      file.flush();
    } catch (IOException e) {
      file = null;
      fileFailed(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (file != null) file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      file = null;
    }
  }

  private @Nullable Writer open(Path path) {
    try {
      var directory = path.getParent();
      if (directory != null) Files.createDirectories(directory);
      return Files.newBufferedWriter(path);
    } catch (IOException e) {
      fileFailed(e);
      return null;
    }
  }

  private void fileFailed(IOException e) {
    var told = "The log file cannot be written: " + e;
    logs.put(new LogLine(source, clock.instant(), Level.WARN, told));
  }
}
