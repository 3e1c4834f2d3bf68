package signalbox.cli.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// The file where a [Session] is kept between two commands. Only its owner can read it.
public final class SessionFile {
  private final Path file;

  private record Content(@Nullable String url, @Nullable String sessionToken) {}

  SessionFile(Path file) {
    this.file = file;
  }

  /// `session.json` in `$XDG_CONFIG_HOME/signalbox`, or else in `~/.config/signalbox`.
  public static SessionFile in(Map<String, String> environment) {
    var config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    var home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    var directory = config.startsWith("/") ? Path.of(config) : Path.of(home, ".config");
    return new SessionFile(directory.resolve("signalbox").resolve("session.json"));
  }

  /// Empty when nobody has signed in.
  public Optional<Session> read() {
    try {
      var content = Json.read(Files.readAllBytes(file), Content.class);
      if (content.url() == null || content.sessionToken() == null) throw unreadable(null);
      var token = content.sessionToken();
      return Optional.of(
          new Session(Address.parse(content.url()).orElseThrow(() -> unreadable(null)), token));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | BadJson e) {
      throw unreadable(e);
    }
  }

  private Failure unreadable(@Nullable Exception cause) {
    var sentence = "The file " + file + " cannot be read; run `signalbox login` to make a new one.";
    return cause == null
        ? new Failure(Exit.NOT_SIGNED_IN, sentence)
        : new Failure(Exit.NOT_SIGNED_IN, sentence, cause);
  }

  public void write(Session session) {
    var directory = file.resolveSibling("");
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      var fresh =
          Files.createTempFile(
              directory,
              "session",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, Json.bytes(new Content(session.server().toString(), session.token())));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The session cannot be stored in " + file + ".", e);
    }
  }

  /// @return whether there was one
  public boolean delete() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
