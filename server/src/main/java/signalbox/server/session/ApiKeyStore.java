package signalbox.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;

/// SQL of keys.
final class ApiKeyStore {
  private static final RowMapper<ApiKey> ROW = Rows.of(ApiKey.class);

  private static final RowMapper<KeyState> STATE =
      (rs, ctx) ->
          new KeyState(
              rs.getString("id"),
              rs.getBytes("secret_sha256"),
              rs.getString("login_type"),
              Duration.ofSeconds(rs.getLong("lifetime_seconds")),
              rs.getTimestamp("last_used").toInstant(),
              rs.getTimestamp("expires_at").toInstant(),
              new UserId(rs.getObject("user_id", UUID.class)),
              rs.getString("username"),
              rs.getString("status"),
              rs.getBoolean("deleted"),
              Set.copyOf(Arrays.asList((String[]) rs.getArray("roles").getArray())));

  private static final String SELECT =
      """
      SELECT k.id, k.user_id, u.username, k.login_type, k.token_name, k.scopes, k.lifetime_seconds, k.last_used,
             k.expires_at, k.created_at, k.updated_at
        FROM api_keys k
        JOIN users u ON u.id = k.user_id
      """;

  void insert(Tx tx, ApiKey key, byte[] secretSha256) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO api_keys (id, user_id, secret_sha256, login_type, token_name, scopes, lifetime_seconds, last_used,
                                  expires_at, created_at, updated_at)
            VALUES (:id, :userId, :secret, :loginType, :tokenName, :scopes, :lifetimeSeconds, :lastUsed,
                    :expiresAt, :createdAt, :updatedAt)
            """)
        .bindMethods(key)
        .bind("secret", secretSha256)
        .bindArray("scopes", String.class, key.scopes().toArray())
        .execute();
  }

  /// What there is to know about keys, by id, whether or not they are good; one statement for any
  /// number of them.
  Map<String, KeyState> states(Tx tx, Collection<String> ids) {
    return tx
        .sql()
        .createQuery(
            """
            SELECT k.id, k.secret_sha256, k.login_type, k.lifetime_seconds, k.last_used, k.expires_at, k.user_id,
                   u.username, u.status, u.deleted, u.roles
              FROM api_keys k
              JOIN users u ON u.id = k.user_id
             WHERE k.id = ANY(:ids)
            """)
        .bindArray("ids", String.class, ids.toArray())
        .map(STATE)
        .stream()
        .collect(Collectors.toMap(KeyState::id, Function.identity()));
  }

  /// Notes a use, unless another request has just done so.
  void noteUse(Tx tx, KeyState key, Instant expiry, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE api_keys
               SET last_used = :at, updated_at = :at, expires_at = :expiry
             WHERE id = :id AND last_used = :seen AND expires_at = :expires
            """)
        .bind("id", key.id())
        .bind("seen", key.lastUsed())
        .bind("expires", key.expiresAt())
        .bind("expiry", expiry)
        .bind("at", at)
        .execute();
  }

  Optional<ApiKey> find(Tx tx, UserId user, String id) {
    return tx.sql()
        .createQuery(SELECT + "WHERE k.id = :id AND k.user_id = :user")
        .bind("id", id)
        .bind("user", user)
        .map(ROW)
        .findOne();
  }

  Optional<ApiKey> findToken(Tx tx, UserId user, String name) {
    return tx.sql()
        .createQuery(
            SELECT + "WHERE k.user_id = :user AND k.login_type = 'token' AND k.token_name = :name")
        .bind("user", user)
        .bind("name", name)
        .map(ROW)
        .findOne();
  }

  /// @param user null: tokens of everybody
  /// @param goodAfter those that expired before are left out
  List<ApiKey> tokens(Tx tx, @Nullable UserId user, Instant goodAfter) {
    return tx.sql()
        .createQuery(
            SELECT
                + """
                 WHERE k.login_type = 'token' AND k.expires_at > :goodAfter
                   AND (:user::uuid IS NULL OR k.user_id = :user::uuid) AND NOT u.deleted
              ORDER BY lower(u.username), k.token_name
              """)
        .bind("user", user)
        .bind("goodAfter", goodAfter)
        .map(ROW)
        .list();
  }

  /// @return whether it was there
  boolean delete(Tx tx, String id) {
    return tx.sql().createUpdate("DELETE FROM api_keys WHERE id = :id").bind("id", id).execute()
        == 1;
  }

  void deleteAll(Tx tx, UserId user) {
    tx.sql()
        .createUpdate("DELETE FROM api_keys WHERE user_id = :user")
        .bind("user", user)
        .execute();
  }

  /// Forgets a user's sessions that expired before a moment.
  void forgetSessions(Tx tx, UserId user, Instant before) {
    tx.sql()
        .createUpdate(
            "DELETE FROM api_keys WHERE user_id = :user AND login_type = 'password' AND expires_at < :before")
        .bind("user", user)
        .bind("before", before)
        .execute();
  }

  /// Lets a key end at a moment, if it would not have ended before.
  void expire(Tx tx, String id, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE api_keys SET expires_at = least(expires_at, :at), updated_at = :at WHERE id = :id
            """)
        .bind("id", id)
        .bind("at", at)
        .execute();
  }
}
