package signalbox.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import signalbox.server.access.Refusal;
import signalbox.server.db.Database;
import signalbox.server.id.FileId;
import signalbox.server.id.UserId;

/// The archives that people have uploaded. Thread-safe.
public final class Uploads {
  /// So many are worked on at the same time, so that uploads never fill the disk.
  private static final int AT_ONCE = 4;

  private static final int PART = 1024 * 1024;

  /// What nothing was imported from is forgotten after this long.
  private static final Duration UNUSED_MAX = Duration.ofDays(1);

  private final FileStore store = new FileStore();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Database database;
  private final InstantSource clock;

  public Uploads(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What an upload is.
  enum Format {
    TAR,
    ZIP
  }

  /// @param isNew whether its owner had none of the same content
  record Saved(FileId id, boolean isNew) {}

  /// Reads an archive to its end and keeps it. Blocks.
  ///
  /// @throws Refusal when it is too large, broken, or has what could do harm
  Saved save(InputStream body, Format format, UserId owner) {
    if (!turns.tryAcquire()) throw Refusal.unavailable("Too many files are being uploaded.");
    try (var upload = new Spool()) {
      body.transferTo(upload.sink());
      return switch (format) {
        case TAR -> {
          Tar.check(upload);
          yield keep(upload, owner);
        }
        case ZIP -> {
          try (var tar = Zip.toTar(upload)) {
            yield keep(tar, owner);
          }
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      turns.release();
    }
  }

  private Saved keep(Spool tar, UserId owner) throws IOException {
    var hash = sha256(tar.open());
    var present = database.read(tx -> store.findByContent(tx, owner, hash));
    if (present.isPresent()) return new Saved(present.get(), false);
    var file = new StoredFile(FileId.next(), owner, tar.size());
    return database.write(
        tx -> {
          if (!store.add(tx, file, hash, clock.instant()))
            return new Saved(store.findByContent(tx, owner, hash).orElseThrow(), false);
          try (var in = tar.open()) {
            var number = 0;
            for (var part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART))
              store.addPart(tx, file.id(), number++, part);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new Saved(file.id(), true);
        });
  }

  Optional<StoredFile> find(FileId id) {
    return database.read(tx -> store.find(tx, id));
  }

  /// Whether a file is there, for somebody who may use it.
  public boolean isOf(FileId id, UserId user) {
    return find(id).filter(file -> file.createdBy().equals(user)).isPresent();
  }

  /// A file as a tar. Its parts are fetched as they are read.
  InputStream open(FileId id) {
    return new Parts(number -> database.read(tx -> store.part(tx, id, number)));
  }

  /// A file as a zip. The caller closes it.
  Spool zip(FileId id) throws IOException {
    return Zip.ofTar(open(id));
  }

  /// Reads what is at the top of an archive. Blocks.
  ///
  /// @param wanted files whose content is wanted
  /// @param max longest content that is wanted, in bytes
  public TopLevel topLevel(FileId id, Set<String> wanted, int max) throws IOException {
    try (var tar = Tar.open(open(id))) {
      return TopLevel.read(tar, wanted, max);
    }
  }

  /// Forgets what nothing was imported from.
  public void forgetUnused() {
    database.run(tx -> store.removeUnused(tx, clock.instant().minus(UNUSED_MAX)));
  }

  private static byte[] sha256(InputStream in) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
