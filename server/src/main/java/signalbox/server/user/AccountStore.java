package signalbox.server.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.search.Page;

/// SQL of users.
final class AccountStore {
  private static final RowMapper<Account> ROW = Rows.of(Account.class);

  private static final String COLUMNS =
      """
      SELECT u.id, u.username, u.email, u.name, u.avatar_url, u.password_hash, u.login_type, u.status, u.roles,
             u.deleted, u.created_at, u.updated_at, u.last_seen_at,
             ARRAY(SELECT m.organization_id
                     FROM organization_members m
                     JOIN organizations o ON o.id = m.organization_id
                    WHERE m.user_id = u.id
                 ORDER BY lower(o.name)) AS organization_ids
      """;

  private static final String SELECT = COLUMNS + "  FROM users u\n";

  /// Keeps others from making a first user until this transaction ends.
  void lockDeployment(Tx tx) {
    tx.sql().createQuery("SELECT id FROM deployment FOR UPDATE").mapToMap().one();
  }

  /// Whether there was ever a user.
  boolean any(Tx tx) {
    return tx.sql().createQuery("SELECT EXISTS (SELECT FROM users)").mapTo(Boolean.class).one();
  }

  void insert(Tx tx, Account account) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO users (id, username, email, name, password_hash, login_type, status, roles, created_at, updated_at)
            VALUES (:id, :username, :email, :name, :passwordHash, :loginType, :status, :roles, :createdAt, :updatedAt)
            """)
        .bindMethods(account)
        .bindArray("roles", String.class, account.roles().toArray())
        .execute();
  }

  /// Deleted ones too.
  Optional<Account> find(Tx tx, UserId id) {
    return one(tx.sql().createQuery(SELECT + "WHERE u.id = :id").bind("id", id));
  }

  Optional<Account> findByName(Tx tx, String username) {
    return one(
        tx.sql()
            .createQuery(SELECT + "WHERE lower(u.username) = lower(:username) AND NOT u.deleted")
            .bind("username", username));
  }

  Optional<Account> findByEmail(Tx tx, String email) {
    return one(
        tx.sql()
            .createQuery(SELECT + "WHERE lower(u.email) = lower(:email) AND NOT u.deleted")
            .bind("email", email));
  }

  /// Keeps the account as it is, and anything from being made for it, until this transaction ends.
  Optional<Account> lock(Tx tx, UserId id) {
    return one(
        tx.sql()
            .createQuery(SELECT + "WHERE u.id = :id AND NOT u.deleted FOR UPDATE OF u")
            .bind("id", id));
  }

  /// Those who run the deployment. They stay so until this transaction ends; always locked in the
  /// same order.
  List<UserId> lockOwners(Tx tx) {
    return tx.sql()
        .createQuery(
            "SELECT id FROM users WHERE :owner = ANY(roles) AND NOT deleted ORDER BY id FOR UPDATE")
        .bind("owner", Account.OWNER)
        .mapTo(UserId.class)
        .list();
  }

  boolean hasWorkspaces(Tx tx, UserId id) {
    return tx.sql()
        .createQuery("SELECT EXISTS (SELECT FROM workspaces WHERE owner_id = :id AND NOT deleted)")
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  void setStatus(Tx tx, UserId id, String status, Instant at) {
    tx.sql()
        .createUpdate("UPDATE users SET status = :status, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("status", status)
        .bind("at", at)
        .execute();
  }

  void setRoles(Tx tx, UserId id, List<String> roles, Instant at) {
    tx.sql()
        .createUpdate("UPDATE users SET roles = :roles, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bindArray("roles", String.class, roles.toArray())
        .bind("at", at)
        .execute();
  }

  /// @return whether the account is still there
  boolean setPassword(Tx tx, UserId id, String hash, Instant at) {
    return tx.sql()
            .createUpdate(
                "UPDATE users SET password_hash = :hash, updated_at = :at WHERE id = :id AND NOT deleted")
            .bind("id", id)
            .bind("hash", hash)
            .bind("at", at)
            .execute()
        == 1;
  }

  void delete(Tx tx, UserId id, Instant at) {
    tx.sql()
        .createUpdate("UPDATE users SET deleted = true, updated_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("at", at)
        .execute();
  }

  /// The user was seen. A dormant one is active from now on.
  ///
  /// @return whether the account is there, is not suspended, and still has this password
  boolean noteLogin(Tx tx, UserId id, String passwordHash, Instant at) {
    return tx.sql()
            .createUpdate(
                """
                UPDATE users
                   SET status = 'active', last_seen_at = :at
                 WHERE id = :id AND NOT deleted AND status <> 'suspended' AND password_hash = :hash
                """)
            .bind("id", id)
            .bind("hash", passwordHash)
            .bind("at", at)
            .execute()
        == 1;
  }

  /// The user was seen. A dormant one is active from now on.
  void noteSeen(Tx tx, UserId id, Instant at) {
    tx.sql()
        .createUpdate(
            """
            UPDATE users
               SET status = CASE status WHEN 'dormant' THEN 'active' ELSE status END, last_seen_at = :at
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("at", at)
        .execute();
  }

  /// A page of the users that a search finds, by username.
  Found search(Tx tx, UserSearch search, Page page) {
    var total = new AtomicInteger();
    var accounts =
        tx.sql()
            .createQuery(
                COLUMNS
                    + """
                      , count(*) OVER () AS total
                        FROM users u
                       WHERE NOT u.deleted
                         AND (:only::uuid IS NULL OR u.id = :only::uuid)
                         AND (:text::text IS NULL
                              OR strpos(lower(u.email), lower(:text)) > 0
                              OR strpos(lower(u.username), lower(:text)) > 0
                              OR strpos(lower(u.name), lower(:text)) > 0)
                         AND (:name::text IS NULL OR strpos(lower(u.name), lower(:name)) > 0)
                         AND (:username::text IS NULL OR strpos(lower(u.username), lower(:username)) > 0)
                         AND (:email::text IS NULL OR strpos(lower(u.email), lower(:email)) > 0)
                         AND (cardinality(:statuses) = 0 OR u.status = ANY(:statuses))
                         AND u.roles @> :roles
                         AND (cardinality(:loginTypes) = 0 OR u.login_type = ANY(:loginTypes))
                         AND NOT :service
                         AND (:seenBefore::timestamptz IS NULL OR u.last_seen_at <= :seenBefore::timestamptz)
                         AND (:seenAfter::timestamptz IS NULL OR u.last_seen_at >= :seenAfter::timestamptz)
                         AND (:createdBefore::timestamptz IS NULL OR u.created_at <= :createdBefore::timestamptz)
                         AND (:createdAfter::timestamptz IS NULL OR u.created_at >= :createdAfter::timestamptz)
                         AND (:afterId::uuid IS NULL
                              OR lower(u.username) > (SELECT lower(username) FROM users WHERE id = :afterId::uuid))
                    ORDER BY lower(u.username)
                       LIMIT nullif(:limit, 0) OFFSET :offset
                    """)
            .bindMethods(search)
            .bindMethods(page)
            .bindArray("statuses", String.class, search.statuses().toArray())
            .bindArray("roles", String.class, search.roles().toArray())
            .bindArray("loginTypes", String.class, search.loginTypes().toArray())
            .map(
                (rs, ctx) -> {
                  total.set(rs.getInt("total"));
                  return ROW.map(rs, ctx);
                })
            .list();
    return new Found(accounts, total.get());
  }

  /// A page of users.
  ///
  /// @param total how many match on all pages; 0 on an empty page
  record Found(List<Account> accounts, int total) {}

  private static Optional<Account> one(Query query) {
    return query.map(ROW).findOne();
  }
}
