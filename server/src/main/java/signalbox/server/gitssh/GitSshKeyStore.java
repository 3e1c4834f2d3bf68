package signalbox.server.gitssh;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;

/// SQL of users' keys.
final class GitSshKeyStore {
  private static final RowMapper<GitSshKey> KEY = Rows.of(GitSshKey.class);

  Optional<GitSshKey> find(Tx tx, UserId user) {
    return tx.sql()
        .createQuery("SELECT * FROM git_ssh_keys WHERE user_id = :user")
        .bind("user", user)
        .map(KEY)
        .findOne();
  }

  void addIfNew(Tx tx, UserId user, String publicKey, Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO git_ssh_keys (user_id, number, public_key, created_at, updated_at)
            VALUES (:user, 1, :publicKey, :at, :at)
            ON CONFLICT DO NOTHING
            """)
        .bind("user", user)
        .bind("publicKey", publicKey)
        .bind("at", at)
        .execute();
  }

  /// Keeps others from changing the key until commit.
  ///
  /// @return its number
  int lock(Tx tx, UserId user) {
    return tx.sql()
        .createQuery("SELECT number FROM git_ssh_keys WHERE user_id = :user FOR NO KEY UPDATE")
        .bind("user", user)
        .mapTo(Integer.class)
        .one();
  }

  void put(Tx tx, UserId user, int number, String publicKey, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE git_ssh_keys
               SET number = :number, public_key = :publicKey, updated_at = :at
             WHERE user_id = :user
            """)
        .bind("user", user)
        .bind("number", number)
        .bind("publicKey", publicKey)
        .bind("at", at)
        .execute();
  }
}
