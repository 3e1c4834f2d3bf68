package signalbox.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Templates;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;
import signalbox.wire.Template;
import signalbox.wire.TemplateVersion;

/// A directory as a template, or as a new version of one.
@Command(
    name = "push",
    description = "Upload a directory as a template, or as its new version.",
    footer = {
      "",
      "The directory needs a signalbox.yaml. What belongs to other programs stays out:",
      ".git, .hg, .svn, .idea, .vscode, .terraform, .venv, __pycache__, node_modules,",
      ".DS_Store, *~, *.swp and *.tfstate. New builds take the new version at once."
    })
final class TemplatesPushCommand extends ClientCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which template. Default: the name in signalbox.yaml, else the directory's.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIRECTORY",
      defaultValue = ".",
      description = "Where it is. Default: this one.")
  private Path directory = Path.of(".");

  @Option(
      names = "--version-name",
      paramLabel = "NAME",
      defaultValue = "",
      description = "How the version is to be called. Default: the next number.")
  private String version = "";

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What is new.")
  private String message = "";

  @Option(
      names = "--no-promote",
      description = "Import it, but let new builds go on with the version they take now.")
  private boolean apart;

  TemplatesPushCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    var source = new TemplateDirectory(directory);
    var templates = new Templates(api());
    try {
      var called = name.or(() -> named(source)).orElseGet(this::ofDirectory);
      var packed = source.pack();
      var present = templates.find(called);
      var file = templates.upload(packed);
      var pushed = templates.push(file, present, version, message);
      terminal().say("Importing version " + Safe.text(pushed.name()) + " of " + called);
      builds(templates.api()).await(pushed);
      settle(templates, called, present, pushed);
      return Exit.OK;
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, "The directory cannot be read: " + Safe.text(e.getMessage() + "") + ".", e);
    }
  }

  private void settle(
      Templates templates, String called, Optional<Template> present, TemplateVersion pushed) {
    if (present.isEmpty()) {
      templates.create(called, pushed);
      terminal()
          .say(
              "The template %s is there; `signalbox create demo -t %s` makes a workspace of it."
                  .formatted(called, called));
    } else if (apart) {
      terminal().say("New builds do not take it.");
    } else {
      templates.promote(present.get(), pushed);
      terminal().say("New builds of " + called + " take it from now on.");
    }
  }

  private static Optional<String> named(TemplateDirectory source) {
    try {
      return source.name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ofDirectory() {
    var own = directory.toAbsolutePath().normalize().getFileName();
    return own == null ? "" : Safe.text(own + "");
  }
}
