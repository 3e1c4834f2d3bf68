package signalbox.server.postgres;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// `postgres.url` in the data directory: port and password of our own PostgreSQL, from one start to
/// the next. Only its owner may read it.
record AddressFile(Path file) {
  private static final String NAME = "signalbox";

  static AddressFile in(Path dataDir) {
    return new AddressFile(dataDir.resolve("postgres.url"));
  }

  /// A new account with a random password; it has no port yet.
  static PostgresUrl newAccount() {
    var password = new byte[24];
    new SecureRandom().nextBytes(password);
    return new PostgresUrl(NAME, HexFormat.of().formatHex(password), "", NAME, Map.of());
  }

  /// Empty when there is none, or none that can be understood.
  Optional<PostgresUrl> read() throws IOException {
    try {
      return Optional.of(PostgresUrl.parse(Files.readString(file)));
    } catch (NoSuchFileException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  void write(PostgresUrl address) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rw-------");
    var whole = file.resolveSibling("postgres.url.new");
    Files.deleteIfExists(whole);
    Files.createFile(whole, PosixFilePermissions.asFileAttribute(ownerOnly));
    Files.writeString(whole, address.text() + "\n");
    Files.move(whole, file, ATOMIC_MOVE);
  }
}
