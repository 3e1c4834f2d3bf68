package signalbox.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static signalbox.server.postgres.Asking.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.TestDirectory;

/// Starts in a data directory that has been used before: a copy of one that was made once.
class LaterStartTest {
  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private static final TestDirectory USED = TestDirectory.make();

  private final TestDirectory directory = TestDirectory.make();
  private final Path dataDir = directory.path();

  @BeforeAll
  static void use() {
    EmbeddedPostgres.start(USED.path(), BINARIES, Durability.DISK).close();
  }

  @BeforeEach
  void copy() throws IOException {
    var copy = new ProcessBuilder("cp", "-R", USED.path() + "/.", dataDir.toString()).inheritIO();
    assertThat(copy.start().onExit().join().exitValue()).isZero();
  }

  @AfterEach
  void delete() {
    directory.close();
  }

  @AfterAll
  static void deleteUsed() {
    USED.close();
  }

  @Test
  void itSortsByBytesAndKeepsWhatIsCommittedOnDisk() {
    try (var server = start()) {
      assertThat(sql(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(sql(server, "SELECT datcollate FROM pg_database WHERE datname = 'signalbox'"))
          .isEqualTo("C");
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes"))
        assertThat(sql(server, "SHOW " + setting)).isEqualTo("on");
      assertThat(sql(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(sql(server, "SHOW unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void dataAddressAndPasswordSurviveARestart() {
    PostgresUrl before;
    try (var server = start()) {
      before = server.address();
      sql(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (var server = start()) {
      assertThat(server.address()).isEqualTo(before);
      assertThat(sql(server, "SELECT answer FROM kept")).isEqualTo("42");
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
      assertThat(sql(server, "SELECT 1")).isEqualTo("1");
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
      assertThat(sql(server, "SELECT 1")).isEqualTo("1");
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
    sql(EmbeddedPostgres.addressIn(dataDir).orElseThrow(), "CREATE TABLE kept AS SELECT 1");
    other.killTheirSignalbox();
    assertThat(other.postgresRuns()).isTrue();
    try (var server = start()) {
      assertThat(other.postgresRuns()).isFalse();
      assertThat(sql(server, "SELECT count(*) FROM kept")).isEqualTo("1");
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
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      var rest = "\n" + dataDir + "/postgres\n1\n5432\n\n127.0.0.1\n1 2\nready\n";
      var own = ProcessHandle.current().pid();
      for (var content :
          List.of(stranger.pid() + rest, own + rest, "999999999" + rest, "x" + rest, rest, "")) {
        Files.writeString(dataDir.resolve("postgres/postmaster.pid"), content);
        try (var server = start()) {
          assertThat(sql(server, "SELECT 1")).isEqualTo("1");
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
    sql(server, "CREATE TABLE kept AS SELECT 1");
    server.process().destroyForcibly();
    server.close();
    try (var again = start()) {
      assertThat(sql(again, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aLostPasswordIsReplaced() throws IOException {
    Files.delete(dataDir.resolve("postgres.url"));
    try (var server = start()) {
      assertThat(sql(server, "SELECT 1")).isEqualTo("1");
    }
    Files.writeString(dataDir.resolve("postgres.url"), "half an addr");
    try (var server = start()) {
      assertThat(sql(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void anotherMajorVersionIsRefusedInOneSentence() throws IOException {
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining("are PostgreSQL 17's, and this Signalbox brings PostgreSQL 18");
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "18\n");
    start().close();
  }

  @Test
  void aBrokenClusterIsReportedInPostgresOwnWords() throws IOException {
    var control = dataDir.resolve("postgres/global/pg_control");
    Files.delete(control);
    assertThatThrownBy(this::start)
        .isInstanceOf(PostgresStartException.class)
        .hasMessageStartingWith("PostgreSQL did not start in " + dataDir)
        .hasMessageContaining("pg_control")
        .hasMessageEndingWith("(more in " + dataDir.resolve("postgres.log") + ").");
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(dataDir, BINARIES, Durability.DISK);
  }

  /// The sixth field of `/proc/<pid>/stat`; the name before it may hold spaces.
  private static String session(ProcessHandle process) throws IOException {
    var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
  }
}
