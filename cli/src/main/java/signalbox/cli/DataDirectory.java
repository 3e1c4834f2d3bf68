package signalbox.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where a server keeps what it must not lose.
final class DataDirectory {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "~/.signalbox",
      description = "Where it keeps what it must not lose.")
  private String directory = "";

  /// The home directory is put in here where no shell has done it.
  Path path() {
    return directory.equals("~") || directory.startsWith("~/")
        ? Path.of(System.getProperty("user.home") + directory.substring(1))
        : Path.of(directory);
  }
}
