package signalbox.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from their archive on the class path into a folder named after
/// the archive's checksum. The folder appears in one step when it is complete, so whoever finds it
/// may use it.
///
/// @param home the folder with `bin`, `lib` and `share`
record PostgresBinaries(Path home) {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  /// @param parent where the folder is or will be; other versions in it are deleted when a new one
  ///   comes
  static PostgresBinaries under(Path parent) throws IOException {
    var home = parent.resolve(checksum());
    if (!Files.isDirectory(home)) {
      Files.createDirectories(parent);
      Disk.deleteLeftovers(parent, "");
      unpack(parent, home);
    }
    return new PostgresBinaries(home.toRealPath());
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /// The major version, such as `18`: the first line of the catalogue that initdb reads.
  String majorVersion() throws IOException {
    try (var lines = Files.lines(home.resolve("share/postgresql/postgres.bki"), UTF_8)) {
      return lines.findFirst().orElse("").replaceFirst("# PostgreSQL ", "").strip();
    }
  }

  private static void unpack(Path parent, Path home) throws IOException {
    LOG.debug("Unpacking PostgreSQL into {}", home);
    var unfinished = Files.createTempDirectory(parent, "unpacking-");
    try (var archive = open();
        var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
        unpack(tar, entry, unfinished.resolve(entry.getName()));
      Disk.install(unfinished, home);
    } finally {
      Disk.deleteLeftovers(parent, unfinished.getFileName().toString());
    }
  }

  private static void unpack(InputStream content, TarArchiveEntry entry, Path to)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(to);
      return;
    }
    Files.createDirectories(to.getParent());
    if (entry.isSymbolicLink()) Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
    else {
      Files.copy(content, to);
      if ((entry.getMode() & 0100) != 0)
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// From the directory of the jar, which costs nothing.
  private static String checksum() throws IOException {
    var archive = PostgresBinaries.class.getResource(ARCHIVE);
    if (!fits() || archive == null || !(archive.openConnection() instanceof JarURLConnection jar))
      throw new PostgresStartException(
          "This Signalbox brings no PostgreSQL for this machine; give it one with --postgres-url.");
    return "%08x".formatted(jar.getJarEntry().getCrc());
  }

  private static boolean fits() {
    return System.getProperty("os.name", "").equals("Linux")
        && System.getProperty("os.arch", "").equals("amd64");
  }

  private static InputStream open() throws IOException {
    var archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
    if (archive == null) throw new IOException("the PostgreSQL archive is gone");
    return new BufferedInputStream(archive, 1 << 16);
  }
}
