package signalbox.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;

/// A directory with a template.
final class TemplateDirectory {
  static final String FILE = "signalbox.yaml";

  /// Largest template that is packed here, in bytes before they are packed. The server takes more.
  private static final long BYTES_MAX = 10L * 1024 * 1024;

  private static final int FILES_MAX = 5_000;

  /// What belongs to other programs.
  private static final Set<String> LEFT_OUT =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".idea",
          ".vscode",
          ".terraform",
          ".venv",
          "__pycache__",
          "node_modules",
          ".DS_Store");

  private static final Pattern SCRAP = Pattern.compile(".*(~|\\.swp|\\.tfstate(\\.backup)?)");
  private static final Pattern NAME =
      Pattern.compile("(?m)^name:[ \\t]*([\"']?)([a-z0-9-]{1,32})\\1[ \\t]*(#.*)?$");

  private final Path directory;

  TemplateDirectory(Path directory) {
    this.directory = directory;
    if (!Files.isRegularFile(directory.resolve(FILE)))
      throw new Failure(
          Exit.FAILED,
          "There is no "
              + Safe.text(directory.resolve(FILE).normalize() + "")
              + "; `signalbox templates init` writes one.");
  }

  /// The name that its file has for it, if it has one on a line of its own.
  Optional<String> name() throws IOException {
    var file = directory.resolve(FILE);
    if (Files.size(file) > BYTES_MAX) throw tooLarge();
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return NAME.matcher(text).results().map(found -> found.group(2)).findFirst();
  }

  /// Its files as a zip. The same files give the same bytes, so the server keeps them once.
  byte[] pack() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files()) {
        var entry = new ZipEntry(directory.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private List<Path> files() throws IOException {
    var found = new Found();
    Files.walkFileTree(directory, found);
    return found.files.stream().sorted().toList();
  }

  private static Failure tooLarge() {
    return new Failure(
        Exit.FAILED,
        "The directory has more than "
            + FILES_MAX
            + " files or "
            + BYTES_MAX / 1024 / 1024
            + " MiB; a template is small, take out what does not belong to it.");
  }

  /// What is to be packed.
  private static final class Found extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return isLeftOut(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (isLeftOut(path)) return FileVisitResult.CONTINUE;
      if (!attributes.isRegularFile())
        throw new Failure(
            Exit.FAILED,
            Safe.text(path + "")
                + " is a link or no file at all; a template has plain files only.");
      files.add(path);
      bytes += attributes.size();
      if (bytes > BYTES_MAX || files.size() > FILES_MAX) throw tooLarge();
      return FileVisitResult.CONTINUE;
    }

    private static boolean isLeftOut(Path path) {
      var name = path.getFileName();
      return name != null
          && (LEFT_OUT.contains(name.toString()) || SCRAP.matcher(name.toString()).matches());
    }
  }
}
