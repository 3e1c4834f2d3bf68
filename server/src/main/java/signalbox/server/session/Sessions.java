package signalbox.server.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.access.Caller;
import signalbox.server.db.Constraint;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.user.Account;
import signalbox.server.user.Accounts;
import signalbox.server.user.Passwords;

/// Who is signed in: sessions and API tokens, from their making to their end. Thread-safe.
public final class Sessions {
  /// How long a session of a browser lasts after its last use.
  static final Duration SESSION = Duration.ofHours(24);

  /// How long other keys last when nothing is said.
  static final Duration KEY = Duration.ofDays(7);

  /// How long the tokens of those who run the deployment may last, and those of everybody else: no
  /// limit, in effect.
  private static final Duration OWNER_TOKEN_MAX = Duration.ofDays(7);

  private static final Duration TOKEN_MAX = Duration.ofDays(36_500);

  /// So long it can still be said of a session that it expired, and not only that it is unknown.
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final Database database;
  private final Accounts accounts;
  private final Passwords passwords;
  private final OpenStreams streams;
  private final InstantSource clock;
  private final ApiKeyStore keys = new ApiKeyStore();

  public Sessions(
      Database database,
      Accounts accounts,
      Passwords passwords,
      OpenStreams streams,
      InstantSource clock) {
    this.database = database;
    this.accounts = accounts;
    this.passwords = passwords;
    this.streams = streams;
    this.clock = clock;
  }

  /// Who holds this key. Notes at most hourly that they were seen, and lets their session last.
  ///
  /// @param text as sent
  /// @throws signalbox.server.access.Refusal 401 when it is not a key or not a good one
  public Caller.Session authenticate(String text) {
    var secret = Secret.parse(text).orElseThrow(SignedOut::malformed);
    var states = database.read(tx -> keys.states(tx, List.of(secret.id())));
    var key = Optional.ofNullable(states.get(secret.id())).orElseThrow(SignedOut::unknown);
    if (!secret.matches(key.secretSha256())) throw SignedOut.wrongSecret();
    var now = now();
    var refusal = key.refusal(now);
    if (refusal.isPresent()) throw refusal.get();
    return key.caller(key.isNoteworthy(now) ? noteUse(key, now) : key.expiresAt());
  }

  /// Never fails: that somebody was seen is not worth refusing them.
  ///
  /// @return when the key expires now
  private Instant noteUse(KeyState key, Instant now) {
    var expiry = key.expiryAfterUse(now);
    try {
      database.run(
          tx -> {
            keys.noteUse(tx, key, expiry, now);
            accounts.noteSeen(tx, key.user(), now);
          });
      return expiry;
    } catch (RuntimeException e) {
      LOG.warn("The use of key {} could not be noted.", key.id(), e);
      return key.expiresAt();
    }
  }

  Login login(String email, String password) {
    var account = accounts.findByEmail(email);
    var isRight = passwords.matches(password, account.map(Account::passwordHash).orElse(null));
    if (account.isEmpty() || !isRight) return new Login.Wrong();
    if (account.get().isSuspended()) return new Login.Suspended();
    return database.write(tx -> login(tx, account.get()));
  }

  private Login login(Tx tx, Account account) {
    var now = now();
    if (!accounts.noteLogin(tx, account, now)) return new Login.Wrong();
    keys.forgetSessions(tx, account.id(), now.minus(REMEMBERED));
    return new Login.SignedIn(make(tx, account.id(), ApiKey.SESSION, "", SESSION));
  }

  /// A new session for a program.
  String newSession(UserId user) {
    return database.write(tx -> make(tx, user, ApiKey.SESSION, "", KEY));
  }

  /// @param name unique among the user's tokens; empty: make one up
  TokenCreation newToken(UserId user, String name, Duration lifetime) {
    var tokenName = name.isEmpty() ? "token-" + Secret.next().id() : name;
    try {
      return new TokenCreation.Created(
          database.write(tx -> make(tx, user, ApiKey.TOKEN, tokenName, lifetime)));
    } catch (RuntimeException e) {
      if (Constraint.unique(e).filter("api_keys_token_name"::equals).isEmpty()) throw e;
      return new TokenCreation.NameTaken(tokenName);
    }
  }

  private String make(Tx tx, UserId user, String loginType, String name, Duration lifetime) {
    var secret = Secret.next();
    var now = now();
    var key =
        new ApiKey(
            secret.id(),
            user,
            "",
            loginType,
            name,
            List.of(ApiKey.EVERYTHING),
            lifetime.toSeconds(),
            Instant.EPOCH,
            now.plus(lifetime).truncatedTo(ChronoUnit.MICROS),
            now,
            now);
    keys.insert(tx, key, secret.sha256());
    return secret.text();
  }

  /// The longest lifetime of the user's tokens.
  Duration longestToken(UserId user) {
    return accounts.find(user).filter(Account::isOwner).map(_ -> OWNER_TOKEN_MAX).orElse(TOKEN_MAX);
  }

  /// @param user null: tokens of everybody
  List<ApiKey> tokens(@Nullable UserId user, boolean expiredToo) {
    var goodAfter = expiredToo ? Instant.EPOCH : now();
    return database.read(tx -> keys.tokens(tx, user, goodAfter));
  }

  Optional<ApiKey> find(UserId user, String id) {
    return Secret.isId(id) ? database.read(tx -> keys.find(tx, user, id)) : Optional.empty();
  }

  Optional<ApiKey> findToken(UserId user, String name) {
    return TokenForm.isName(name)
        ? database.read(tx -> keys.findToken(tx, user, name))
        : Optional.empty();
  }

  /// Takes a key away; streams that were opened with it end.
  void delete(String id) {
    database.run(tx -> keys.delete(tx, id));
    streams.rightsChanged();
  }

  /// Lets a key end now, unless it has ended already.
  void expire(String id) {
    database.run(tx -> keys.expire(tx, id, now()));
    streams.rightsChanged();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
