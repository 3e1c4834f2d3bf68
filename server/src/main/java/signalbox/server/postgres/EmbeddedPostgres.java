package signalbox.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A PostgreSQL server of our own, with one database, on the loopback address. Everything it has is
/// in one data directory:
///
/// ```
/// signalbox.lock   held while the server runs; names the holder's process
/// postgres.url     where the database is, with its password
/// postgres.log     what PostgreSQL said since the start; postgres.log.1 is of the start before
/// postgres/        the cluster
/// binaries/        the programs, unpacked once for each version
/// ```
///
/// Promises:
/// 1. One server at a time has a data directory.
/// 2. A start works whatever the one before was cut off in: a server that was left running is
///    stopped first, and nothing unfinished is ever used.
/// 3. A failed start says why in one sentence, and leaves nothing running or locked.
/// 4. Ctrl-C in the terminal does not reach PostgreSQL; it is there until [#close].
///
/// Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {
  /// Between our choice of a port and PostgreSQL's use of it somebody else may take it.
  private static final int ATTEMPTS = 3;

  private final DataDirectoryLock lock;
  private final Postmaster postmaster;
  private final PostgresUrl address;

  private EmbeddedPostgres(DataDirectoryLock lock, Postmaster postmaster, PostgresUrl address) {
    this.lock = lock;
    this.postmaster = postmaster;
    this.address = address;
  }

  /// Starts the server of a data directory, which is made when it does not exist, and waits until
  /// it takes connections.
  ///
  /// @throws DataDirectoryInUseException when another Signalbox has the directory
  /// @throws PostgresStartException with the reason, for people
  public static EmbeddedPostgres start(Path dataDir) {
    return start(dataDir, dataDir.resolve("binaries"), Durability.DISK);
  }

  /// The same with the programs elsewhere, where several data directories may share them.
  public static EmbeddedPostgres start(Path dataDir, Path binaries, Durability durability) {
    var directory = dataDir.toAbsolutePath().normalize();
    try {
      var ownerOnly = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
      OsUser.current().requireOwnership(directory);
      var lock = DataDirectoryLock.take(directory);
      try {
        return start(lock, directory, binaries, durability);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw PostgresStartException.unusable(directory, e);
    }
  }

  /// Where the server of a data directory is, or was when it last ran; empty before its first
  /// start.
  public static Optional<PostgresUrl> addressIn(Path dataDir) {
    try {
      return AddressFile.in(dataDir).read();
    } catch (IOException e) {
      throw PostgresStartException.unusable(dataDir, e);
    }
  }

  public PostgresUrl address() {
    return address;
  }

  /// `postgres://user:password@127.0.0.1:port/signalbox`
  public String url() {
    return address.text();
  }

  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  public String user() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  /// PostgreSQL's main process; its end, for whatever reason, completes its `onExit`.
  public ProcessHandle process() {
    return postmaster.process();
  }

  /// Stops the server and waits until everything is on disk, then gives the directory free.
  @Override
  public void close() {
    postmaster.stop();
    lock.close();
  }

  private static EmbeddedPostgres start(
      DataDirectoryLock lock, Path dataDir, Path binaries, Durability durability)
      throws IOException {
    var cluster = new Cluster(dataDir);
    Postmaster.stopLeftBehind(cluster);
    var unpacked = PostgresBinaries.under(binaries);
    var programs = Programs.of(unpacked, OsUser.current());
    var log = PostgresLog.begin(dataDir);
    if (cluster.exists()) cluster.requireVersion(unpacked.majorVersion());
    var account = account(dataDir, cluster, programs, log);
    cluster.configure(durability);
    for (var attempt = 1; ; attempt++) {
      var address = LoopbackPort.give(account);
      AddressFile.in(dataDir).write(address);
      var from = log.size();
      var postmaster = Postmaster.launch(programs, cluster, address.port(), log);
      if (postmaster.isPresent()) return new EmbeddedPostgres(lock, postmaster.get(), address);
      if (attempt == ATTEMPTS || LoopbackPort.isFree(address.port()))
        throw gaveUp(cluster, log, from);
    }
  }

  /// Who enters the database, remembered or new; the cluster exists and knows the account then.
  private static PostgresUrl account(
      Path dataDir, Cluster cluster, Programs programs, PostgresLog log) throws IOException {
    var remembered = AddressFile.in(dataDir).read();
    if (remembered.isPresent() && cluster.exists()) return remembered.get();
    var account = AddressFile.newAccount();
    if (cluster.exists()) cluster.changePassword(programs, account, log);
    else cluster.create(programs, account, log);
    return account;
  }

  private static PostgresStartException gaveUp(Cluster cluster, PostgresLog log, long from)
      throws IOException {
    return new PostgresStartException(
        "PostgreSQL did not start in %s: %s (more in %s)."
            .formatted(cluster.path(), log.reason(from), log.file()));
  }
}
