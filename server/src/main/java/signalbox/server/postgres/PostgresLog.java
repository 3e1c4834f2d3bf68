package signalbox.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// `postgres.log` in the data directory: what PostgreSQL said since this start. The log of the
/// start before is kept beside it as `postgres.log.1`; older ones are gone.
record PostgresLog(Path file) {
  private static final Pattern REASON = Pattern.compile(".*?(?:FATAL|PANIC|error): +(.+)");

  static PostgresLog begin(Path dataDir) throws IOException {
    var file = dataDir.resolve("postgres.log");
    if (Files.exists(file)) Files.move(file, dataDir.resolve("postgres.log.1"), REPLACE_EXISTING);
    Files.createFile(file);
    return new PostgresLog(file);
  }

  /// Why PostgreSQL gave up, in its own words: the first complaint in the log from a position on,
  /// else its last line.
  ///
  /// @param from in bytes
  String reason(long from) throws IOException {
    var bytes = Files.readAllBytes(file);
    var start = (int) Math.min(from, bytes.length);
    var lines = new String(bytes, start, bytes.length - start, UTF_8).lines().toList();
    return lines.stream()
        .map(REASON::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
  }

  long size() throws IOException {
    return Files.size(file);
  }
}
