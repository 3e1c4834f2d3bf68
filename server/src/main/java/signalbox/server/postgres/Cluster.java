package signalbox.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A PostgreSQL cluster: its files, and what is done to them while no server runs. A cluster is
/// there completely or not at all.
///
/// @param dataDir its folder `postgres` holds the cluster
record Cluster(Path dataDir) {
  private static final String UNFINISHED = "unfinished-";

  private static final String SETTINGS =
      """
      # Written by Signalbox at each start. Your own settings: ALTER SYSTEM SET name = value.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 100
      shared_buffers = 128MB
      jit = off
      scram_iterations = 1
      timezone = 'UTC'
      log_timezone = 'UTC'
      log_min_messages = log
      log_checkpoints = off
      """;

  private static final String SETTINGS_FOR_TESTS =
      """
      fsync = off
      synchronous_commit = off
      full_page_writes = off
      """;

  Path path() {
    return dataDir.resolve("postgres");
  }

  boolean exists() {
    return Files.exists(path().resolve("PG_VERSION"));
  }

  /// Makes the cluster, with one database and the account that owns everything.
  void create(Programs programs, PostgresUrl account, PostgresLog log) throws IOException {
    Disk.deleteLeftovers(dataDir, UNFINISHED);
    var unfinished = Files.createTempDirectory(dataDir, UNFINISHED);
    try {
      var secret = Files.writeString(unfinished.resolve("password"), account.password());
      var files = unfinished.resolve("cluster");
      run(initdb(programs, files, account, secret, log), "", log);
      run(single(programs, files, log), "CREATE DATABASE " + account.database() + ";\n", log);
      Disk.install(files, path());
    } finally {
      Disk.deleteLeftovers(dataDir, UNFINISHED);
    }
  }

  /// Lets the account in with another password, when the one it had is lost.
  void changePassword(Programs programs, PostgresUrl account, PostgresLog log) throws IOException {
    var statement = "ALTER ROLE %s PASSWORD '%s';\n".formatted(account.user(), account.password());
    run(single(programs, path(), log), statement, log);
  }

  /// @throws PostgresStartException when the files are another major version's
  void requireVersion(String major) throws IOException {
    var found = Files.readString(path().resolve("PG_VERSION")).strip();
    if (!found.equals(major))
      throw new PostgresStartException(
          "The data in %s are PostgreSQL %s's, and this Signalbox brings PostgreSQL %s; move them with pg_dump and pg_restore, or choose another data directory."
              .formatted(path(), found, major));
  }

  /// Writes the settings anew, so that a new Signalbox brings its own. What an administrator sets
  /// with ALTER SYSTEM is in another file and stands above these.
  void configure(Durability durability) throws IOException {
    var settings =
        switch (durability) {
          case DISK -> SETTINGS;
          case MEMORY -> SETTINGS + SETTINGS_FOR_TESTS;
        };
    Files.writeString(path().resolve("postgresql.conf"), settings);
  }

  /// The locale `C` sorts by bytes: the same on every machine and with every version of its
  /// libraries. The password is long and random; stretching it would only make logins slow.
  private static ProcessBuilder initdb(
      Programs programs, Path files, PostgresUrl account, Path secret, PostgresLog log) {
    return programs.prepare(
        "initdb",
        List.of(
            "--pgdata=" + files,
            "--username=" + account.user(),
            "--pwfile=" + secret,
            "--auth=scram-sha-256",
            "--set=scram_iterations=1",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync"),
        log.file());
  }

  /// PostgreSQL without a server, which reads statements from its input.
  private static ProcessBuilder single(Programs programs, Path files, PostgresLog log) {
    var arguments = List.of("--single", "-c", "exit_on_error=on", "-D", "" + files, "template1");
    return programs.prepare("postgres", arguments, log.file());
  }

  private void run(ProcessBuilder program, String input, PostgresLog log) throws IOException {
    var from = log.size();
    var process = program.start();
    try (var writer = process.outputWriter()) {
      writer.write(input);
    } catch (IOException _) {
      // It ended without reading; its exit code and its log say why.
    }
    if (process.onExit().join().exitValue() != 0)
      throw new PostgresStartException(
          "PostgreSQL could not set up its files in %s: %s (more in %s)."
              .formatted(path(), log.reason(from), log.file()));
  }
}
