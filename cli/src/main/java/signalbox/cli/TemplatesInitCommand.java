package signalbox.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;

/// The beginning of a template.
@Command(
    name = "init",
    description = "Write a signalbox.yaml with comments, to begin with. Nothing is overwritten.")
final class TemplatesInitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      defaultValue = ".",
      description = "Where to; it is made when it is not there. Default: this one.")
  private Path directory = Path.of(".");

  private final Surroundings around;

  TemplatesInitCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    var file = directory.resolve(TemplateDirectory.FILE);
    Files.createDirectories(directory);
    try {
      Files.writeString(file, content(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(Exit.FAILED, Safe.text(file + "") + " is there already.", e);
    }
    around
        .terminal()
        .say(
            Safe.text(file + "")
                + " is there now. Change it as you like, then `signalbox templates push"
                + (directory.equals(Path.of(".")) ? "" : " -d " + Safe.text(directory + ""))
                + "`.");
    return Exit.OK.code();
  }

  private String content() throws IOException {
    try (var text = TemplatesInitCommand.class.getResourceAsStream("init.yaml")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
          .replace("name: NAME\n", "name: " + name() + "\n");
    }
  }

  /// The directory's name as far as a template can have it.
  private String name() {
    var own = directory.toAbsolutePath().normalize().getFileName();
    var name =
        (own == null ? "" : own.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    var fits = name.length() <= 32 && !name.isEmpty() && !name.matches("new|create");
    return fits ? name : "my-template";
  }
}
