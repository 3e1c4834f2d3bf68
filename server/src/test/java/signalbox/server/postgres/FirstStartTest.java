package signalbox.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static signalbox.server.postgres.Asking.sql;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.TestDirectory;

class FirstStartTest {
  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private final TestDirectory directory = TestDirectory.make();
  private final Path dataDir = directory.path();

  @AfterEach
  void delete() {
    directory.close();
  }

  @Test
  void aFirstStartMakesEverythingAndLeavesNothingUnfinished() throws IOException {
    try (var server = EmbeddedPostgres.start(dataDir)) {
      assertThat(sql(server, "SELECT current_database()")).isEqualTo("signalbox");
      assertThat(server.url())
          .matches("postgres://signalbox:[0-9a-f]{48}@127.0.0.1:\\d+/signalbox");
      assertThat(EmbeddedPostgres.addressIn(dataDir)).contains(server.address());
    }
    assertThat(entries(dataDir))
        .containsExactly("binaries", "postgres", "postgres.log", "postgres.url", "signalbox.lock");
    assertThat(entries(dataDir.resolve("binaries"))).hasSize(1);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dataDir.resolve("postgres.url"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatStartsThatWereCutOffLeftIsNotUsedAndSweptAway() throws IOException {
    Files.createDirectories(dataDir.resolve("unfinished-1/cluster/base"));
    Files.createDirectories(dataDir.resolve("binaries/unpacking-1/bin"));
    Files.writeString(dataDir.resolve("binaries/unpacking-1/bin/postgres"), "half");
    EmbeddedPostgres.start(dataDir).close();
    assertThat(entries(dataDir)).noneMatch(name -> name.startsWith("unfinished"));
    assertThat(entries(dataDir.resolve("binaries"))).hasSize(1);
  }

  @Test
  void aClusterThatCannotBeMadeLeavesNothingHalf() throws IOException {
    Files.createDirectories(dataDir.resolve("postgres"));
    var stranger = Files.writeString(dataDir.resolve("postgres/notes.txt"), "mine");
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining(dataDir + " cannot be used");
    assertThat(entries(dataDir)).noneMatch(name -> name.startsWith("unfinished"));
    Files.delete(stranger);
    start().close();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsReportedInOneSentence() throws IOException {
    var file = Files.writeString(dataDir.resolve("file"), "");
    assertThatThrownBy(() -> EmbeddedPostgres.start(file, BINARIES, Durability.DISK))
        .isInstanceOf(PostgresStartException.class)
        .hasMessage(
            "The data directory %s cannot be used: %s is missing or in the way.", file, file);
    var below = Path.of("/proc/signalbox");
    assertThatThrownBy(() -> EmbeddedPostgres.start(below, BINARIES, Durability.DISK))
        .isInstanceOf(PostgresStartException.class)
        .hasMessageStartingWith("The data directory /proc/signalbox cannot be used: ");
  }

  @Test
  void rootLeavesTheDirectoryOfAnotherUserAlone() throws IOException {
    assumeTrue(OsUser.current().root());
    var users = FileSystems.getDefault().getUserPrincipalLookupService();
    Files.setOwner(dataDir, users.lookupPrincipalByName("nobody"));
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining(dataDir + " belongs to nobody; start Signalbox as that user");
    assertThat(entries(dataDir)).isEmpty();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(dataDir, BINARIES, Durability.DISK);
  }

  private static List<String> entries(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
