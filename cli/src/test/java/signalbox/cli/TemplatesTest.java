package signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.cli.testing.Sample.id;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signalbox.cli.testing.FakeServer;
import signalbox.server.template.yaml.Parsed;
import signalbox.server.template.yaml.TemplateFile;

class TemplatesTest {
  private static final String ORGANIZATION = "/api/v2/organizations/default";
  private static final String VERSION = "GET /api/v2/templateversions/" + id("v2");
  private static final String PROMOTE = "PATCH /api/v2/templates/" + id("mine") + "/versions";

  private final FakeServer server = new FakeServer();
  @TempDir private Path home = Path.of("/");
  private Shell shell = new Shell(Path.of("/"));
  private Path directory = Path.of("/");

  @BeforeEach
  void write() throws IOException {
    shell = new Shell(home).signedIn(server);
    directory = home.resolve("mine");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("signalbox.yaml"), "# A template\nname: mine  # so\n");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theFirstFileIsATemplateAndNothingIsOverwritten() throws IOException {
    var fresh = home.resolve("My New_One");
    var ended = shell.run("templates", "init", fresh.toString());
    assertThat(ended.code()).isZero();
    var file = Files.readString(fresh.resolve("signalbox.yaml"));
    assertThat(TemplateFile.parse(file))
        .isInstanceOfSatisfying(
            Parsed.Good.class, good -> assertThat(good.spec().name()).isEqualTo("my-new-one"));
    assertThat(shell.run("templates", "init", fresh.toString()).code()).isEqualTo(1);
    assertThat(fresh.resolve("signalbox.yaml")).hasContent(file);
  }

  @Test
  void aDirectoryBecomesATemplate() throws IOException {
    Files.createDirectories(directory.resolve(".git"));
    Files.writeString(directory.resolve(".git/config"), "x");
    Files.createDirectories(directory.resolve("scripts"));
    Files.writeString(directory.resolve("scripts/install.sh"), "x");
    Files.writeString(directory.resolve("notes~"), "x");
    var packed = new ArrayList<String>();
    server.on(
        "POST /api/v2/files",
        exchange -> FakeServer.send(exchange, 201, "{\"hash\":\"" + id("file") + "\"}"));
    imports("succeeded", "");
    server.answer("POST " + ORGANIZATION + "/templates", 201, template());
    var ended = push("-m", "Hello.");
    assertThat(ended.err())
        .isEqualTo(
            """
            Importing version v2 of mine
              Parameter region, string.
            The template mine is there; `signalbox create demo -t mine` makes a workspace of it.
            """);
    assertThat(ended.code()).isZero();
    assertThat(server.asked("POST /api/v2/files").getFirst().header("Content-type"))
        .isEqualTo("application/zip");
    for (var name : names(new TemplateDirectory(directory).pack())) packed.add(name);
    assertThat(packed).containsExactly("scripts/install.sh", "signalbox.yaml");
    assertThat(new TemplateDirectory(directory).pack())
        .isEqualTo(new TemplateDirectory(directory).pack());
    assertThat(server.asked("POST " + ORGANIZATION + "/templateversions").getFirst().body())
        .contains("\"message\":\"Hello.\"", "\"file_id\":\"" + id("file") + "\"")
        .doesNotContain(id("mine") + "");
  }

  @Test
  void anotherPushIsANewVersionThatIsPromotedUnlessAskedNotTo() {
    server.answer("POST /api/v2/files", 200, "{\"hash\":\"" + id("file") + "\"}");
    server.answer("GET " + ORGANIZATION + "/templates/mine", 200, template());
    imports("succeeded", "");
    server.answer(PROMOTE, 200, "{\"message\":\"Updated the active template version!\"}");
    assertThat(push("--no-promote").err()).endsWith("New builds do not take it.\n");
    assertThat(server.asked(PROMOTE)).isEmpty();
    assertThat(push().err()).endsWith("New builds of mine take it from now on.\n");
    assertThat(server.asked(PROMOTE).getFirst().body()).contains(id("v2") + "");
    assertThat(server.asked("POST " + ORGANIZATION + "/templateversions").getFirst().body())
        .contains("\"template_id\":\"" + id("mine") + "\"");
  }

  @Test
  void aBadFileEndsWithItsLineAndTheReason() {
    server.answer("POST /api/v2/files", 201, "{\"hash\":\"" + id("file") + "\"}");
    imports("failed", "signalbox.yaml:2: nmae is not known; is name meant?");
    var ended = push();
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .endsWith("The import failed: signalbox.yaml:2: nmae is not known; is name meant?\n");
    assertThat(server.asked("POST " + ORGANIZATION + "/templates")).isEmpty();
  }

  @Test
  void whatCannotBePackedIsSaidBeforeAnythingIsSent() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
    assertThat(push().err()).contains("is a link or no file at all");
    Files.delete(directory.resolve("signalbox.yaml"));
    assertThat(push().err()).contains("`signalbox templates init` writes one.");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void templatesAndTheirVersionsAreListed() {
    server.answer("GET /api/v2/templates", 200, "[" + template() + "]");
    assertThat(shell.run("templates", "list").out().lines().map(l -> l.replaceAll(" {2,}", "|")))
        .containsExactly("TEMPLATE|USERS|CHANGED|DESCRIPTION", "mine|3|12s ago|My own.");
    assertThat(shell.run("templates", "list", "-o", "json").out()).startsWith("[{\"id\"");
    server.answer("GET " + ORGANIZATION + "/templates/mine", 200, template());
    server.answer(
        "GET /api/v2/templates/" + id("mine") + "/versions",
        200,
        "[%s,%s]".formatted(version("v2", "failed", "line 3"), version("v1", "succeeded", "")));
    assertThat(
            shell
                .run("templates", "versions", "mine")
                .out()
                .lines()
                .map(l -> l.replaceAll(" {2,}", "|")))
        .containsExactly(
            "VERSION|STATE|BY|MADE|MESSAGE",
            "v2|failed|alice|12s ago|line 3",
            "v1|active|alice|12s ago|First.");
    assertThat(shell.run("templates", "versions", "nope").code()).isEqualTo(4);
  }

  private Shell.Ended push(String... more) {
    var words = new ArrayList<>(List.of("templates", "push", "-d", directory.toString()));
    words.addAll(List.of(more));
    return shell.run(words.toArray(String[]::new));
  }

  private void imports(String status, String error) {
    server
        .answer("POST " + ORGANIZATION + "/templateversions", 201, version("v2", "pending", ""))
        .answer(VERSION, 200, version("v2", "running", ""))
        .answer(VERSION, 200, version("v2", status, error))
        .answer(VERSION + "/logs?after=0", 200, "[]")
        .answer(
            VERSION + "/logs?after=0", 200, "[{\"id\":7,\"output\":\"Parameter region, string.\"}]")
        .answer(VERSION + "/logs?after=7", 200, "[]");
  }

  private static String version(String name, String status, String error) {
    return """
    {"id":"%s","name":"%s","message":"First.","created_at":"2026-03-01T12:00:00Z","created_by":{"username":"alice"},
     "job":{"id":"%s","status":"%s","error":"%s"}}"""
        .formatted(id(name), name, id(name + "/job"), status, error);
  }

  private static String template() {
    return """
    {"id":"%s","name":"mine","description":"My own.","active_version_id":"%s","active_user_count":3,
     "updated_at":"2026-03-01T12:00:00Z"}"""
        .formatted(id("mine"), id("v1"))
        .replace("\n", "");
  }

  private static List<String> names(byte[] zip) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
        names.add(entry.getName());
    }
    return names;
  }
}
