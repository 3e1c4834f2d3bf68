package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/cli.md` says what the help says; with `-Dsignalbox.docs=write` it is made to. So does the
/// table in `docs/configuration.md`.
class DocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
  private static final String END_OF_PROSE = "This part is what `--help` says.\n";
  private static final Pattern OPTION =
      Pattern.compile("(?m)^ +(--\\S+) +(SIGNALBOX_\\S+) +(\\S+)$");
  private static final List<String> COMMANDS =
      List.of(
          "",
          "server",
          "server postgres-builtin-url",
          "login",
          "logout",
          "list",
          "show",
          "create",
          "start",
          "stop",
          "delete",
          "templates",
          "templates init",
          "templates push",
          "templates list",
          "templates versions",
          "agent",
          "report",
          "watch",
          "bench");

  @Test
  void theDocumentSaysWhatTheHelpSays(@TempDir Path home) throws IOException {
    var document = Files.readString(DOCUMENT);
    var prose = document.substring(0, document.indexOf(END_OF_PROSE) + END_OF_PROSE.length());
    var expected = new StringBuilder(prose);
    for (var command : COMMANDS) expected.append(section(new Shell(home), command));
    if ("write".equals(System.getProperty("signalbox.docs"))) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected.toString());
  }

  @Test
  void theTableOfTheConfigurationHasEveryOptionWithItsDefault(@TempDir Path home)
      throws IOException {
    var document = Files.readString(DOCUMENT.resolveSibling("configuration.md"));
    var rows = OPTION.matcher(new Shell(home).run("server", "--help").out()).results().toList();
    assertThat(rows).hasSizeGreaterThan(10);
    for (var row : rows) {
      var value = row.group(3).equals("-") ? "" : "`" + row.group(3) + "` |";
      assertThat(document)
          .contains("| `%s` | `%s` | %s".formatted(row.group(1), row.group(2), value));
    }
    assertThat(document.lines().filter(line -> line.startsWith("| `--"))).hasSameSizeAs(rows);
  }

  private static String section(Shell shell, String command) {
    shell.columns = 80;
    var words = (command + " --help").strip().split(" ");
    var help = shell.run(words).out();
    // The exit codes are the same everywhere.
    var text = command.isEmpty() ? help : help.substring(0, help.indexOf("\nExit codes:"));
    return "\n### %s\n\n```text\n%s\n```\n"
        .formatted(("signalbox " + command).strip(), text.strip());
  }
}
