package signalbox.server.file;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.FileId;
import signalbox.server.id.UserId;

/// SQL of files.
final class FileStore {
  private static final RowMapper<StoredFile> FILE = Rows.of(StoredFile.class);

  Optional<StoredFile> find(Tx tx, FileId id) {
    return tx.sql()
        .createQuery("SELECT id, created_by, size FROM files WHERE id = :id")
        .bind("id", id)
        .map(FILE)
        .findOne();
  }

  Optional<FileId> findByContent(Tx tx, UserId owner, byte[] sha256) {
    return tx.sql()
        .createQuery("SELECT id FROM files WHERE created_by = :owner AND sha256 = :sha256")
        .bind("owner", owner)
        .bind("sha256", sha256)
        .mapTo(FileId.class)
        .findOne();
  }

  /// @return whether it was added: somebody may have added the same content meanwhile
  boolean add(Tx tx, StoredFile file, byte[] sha256, Instant at) {
    return tx.sql()
            .createUpdate(
                """
                INSERT INTO files (id, created_by, sha256, size, created_at)
                VALUES (:id, :createdBy, :sha256, :size, :at)
                ON CONFLICT (created_by, sha256) DO NOTHING
                """)
            .bindMethods(file)
            .bind("sha256", sha256)
            .bind("at", at)
            .execute()
        == 1;
  }

  void addPart(Tx tx, FileId file, int number, byte[] bytes) {
    tx.sql()
        .createUpdate(
            "INSERT INTO file_parts (file_id, number, bytes) VALUES (:file, :number, :bytes)")
        .bind("file", file)
        .bind("number", number)
        .bind("bytes", bytes)
        .execute();
  }

  /// @param number from 0
  Optional<byte[]> part(Tx tx, FileId file, int number) {
    return tx.sql()
        .createQuery("SELECT bytes FROM file_parts WHERE file_id = :file AND number = :number")
        .bind("file", file)
        .bind("number", number)
        .mapTo(byte[].class)
        .findOne();
  }

  /// Removes the files that nothing was imported from, and that are older than an instant.
  void removeUnused(Tx tx, Instant before) {
    tx.sql()
        .createUpdate(
            """
            DELETE FROM files f
             WHERE f.created_at < :before AND NOT EXISTS (SELECT FROM jobs j WHERE j.file_id = f.id)
            """)
        .bind("before", before)
        .execute();
  }
}
