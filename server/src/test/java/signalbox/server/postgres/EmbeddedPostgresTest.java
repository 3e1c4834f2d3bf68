package signalbox.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.TestDirectory;

class EmbeddedPostgresTest {
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
      assertThat(query(server, "SELECT current_database()")).isEqualTo("signalbox");
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
  void itSortsByBytesAndKeepsWhatIsCommittedOnDisk() {
    try (var server = start()) {
      assertThat(query(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(server, "SELECT datcollate FROM pg_database WHERE datname = 'signalbox'"))
          .isEqualTo("C");
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes"))
        assertThat(query(server, "SHOW " + setting)).isEqualTo("on");
      assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(server, "SHOW unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void dataAddressAndPasswordSurviveARestart() {
    PostgresUrl before;
    try (var server = start()) {
      before = server.address();
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (var server = start()) {
      assertThat(server.address()).isEqualTo(before);
      assertThat(query(server, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void aTakenPortIsExchangedForAnother() throws IOException {
    int before;
    try (var server = start()) {
      before = server.address().port();
    }
    try (var _ = new ServerSocket(before, 1, InetAddress.ofLiteral("127.0.0.1"));
        var server = start()) {
      assertThat(server.address().port()).isNotEqualTo(before);
      assertThat(query(server, "SELECT 1")).isEqualTo("1");
      assertThat(EmbeddedPostgres.addressIn(dataDir)).contains(server.address());
    }
  }

  @Test
  void aSecondStartInTheSameProcessIsRefusedAndDisturbsNothing() {
    try (var server = start()) {
      for (var attempt = 0; attempt < 2; attempt++)
        assertThatThrownBy(this::start)
            .isInstanceOf(DataDirectoryInUseException.class)
            .hasMessageContaining(dataDir + " is in use by another Signalbox")
            .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aSecondStartInAnotherProcessIsRefused() {
    var other = StartedElsewhere.in(dataDir, BINARIES);
    try {
      assertThatThrownBy(this::start)
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining("(process " + other.process().pid() + ")");
      assertThat(other.postgresRuns()).isTrue();
    } finally {
      other.killTheirSignalbox();
      start().close();
    }
  }

  @Test
  void aServerThatAKilledSignalboxLeftIsStoppedAndItsDataKept() {
    var other = StartedElsewhere.in(dataDir, BINARIES);
    execute(EmbeddedPostgres.addressIn(dataDir).orElseThrow(), "CREATE TABLE kept AS SELECT 1");
    other.killTheirSignalbox();
    assertThat(other.postgresRuns()).isTrue();
    try (var server = start()) {
      assertThat(other.postgresRuns()).isFalse();
      assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void itIsInASessionOfItsOwnSoThatTheTerminalDoesNotReachIt() throws IOException {
    try (var server = start()) {
      assertThat(session(server.process())).isNotEqualTo(session(ProcessHandle.current()));
    }
  }

  @Test
  void aStalePidFileThatNamesAStrangerNeitherBlocksNorHarmsIt() throws IOException {
    start().close();
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      var rest = "\n" + dataDir + "/postgres\n1\n5432\n\n127.0.0.1\n1 2\nready\n";
      var own = ProcessHandle.current().pid();
      for (var content :
          List.of(stranger.pid() + rest, own + rest, "999999999" + rest, "x" + rest, rest, "")) {
        Files.writeString(dataDir.resolve("postgres/postmaster.pid"), content);
        try (var server = start()) {
          assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
        assertThat(stranger.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aCrashIsRepairedAtTheNextStart() {
    var server = start();
    execute(server, "CREATE TABLE kept AS SELECT 1");
    server.process().destroyForcibly();
    server.close();
    try (var again = start()) {
      assertThat(query(again, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aLostPasswordIsReplaced() throws IOException {
    start().close();
    Files.delete(dataDir.resolve("postgres.url"));
    try (var server = start()) {
      assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }
    Files.writeString(dataDir.resolve("postgres.url"), "half an addr");
    try (var server = start()) {
      assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }
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
  void anotherMajorVersionIsRefusedInOneSentence() throws IOException {
    start().close();
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining("are PostgreSQL 17's, and this Signalbox brings PostgreSQL 18");
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "18\n");
    start().close();
  }

  @Test
  void aBrokenClusterIsReportedInPostgresOwnWords() throws IOException {
    start().close();
    var control = dataDir.resolve("postgres/global/pg_control");
    Files.delete(control);
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageStartingWith("PostgreSQL did not start in " + dataDir)
        .hasMessageContaining("pg_control")
        .hasMessageEndingWith("(more in " + dataDir.resolve("postgres.log") + ").");
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

  private static String query(EmbeddedPostgres server, String sql) {
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) {
    execute(server.address(), sql);
  }

  private static void execute(PostgresUrl server, String sql) {
    try (var connection =
        DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
      connection.createStatement().execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static List<String> entries(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  /// The sixth field of `/proc/<pid>/stat`; the name before it may hold spaces.
  private static String session(ProcessHandle process) throws IOException {
    var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
  }
}
