package signalbox.server.gitssh;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.wire.AgentGitSshKey;

/// Each user's key, made when it is first asked for. Its private half is derived from a secret that
/// is not in the database, as agents' tokens are, so it can be handed out at any time and who reads
/// the database has nothing. Blocks; thread-safe.
public final class GitSshKeys {
  private final GitSshKeyStore store = new GitSshKeyStore();
  private final Database database;
  private final Function<String, byte[]> secrets;
  private final InstantSource clock;

  /// @param secrets 32 bytes for each name, always the same
  public GitSshKeys(Database database, Function<String, byte[]> secrets, InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  GitSshKey of(UserId user) {
    return database
        .read(tx -> store.find(tx, user))
        .orElseGet(() -> database.write(tx -> first(tx, user)));
  }

  private GitSshKey first(Tx tx, UserId user) {
    store.addIfNew(tx, user, pair(user, 1).publicKey(), clock.instant());
    return store.find(tx, user).orElseThrow();
  }

  /// Another key in place of the present one, which no agent is given any more.
  GitSshKey renew(UserId user) {
    return database.write(
        tx -> {
          first(tx, user);
          var number = store.lock(tx, user) + 1;
          store.put(tx, user, number, pair(user, number).publicKey(), clock.instant());
          return store.find(tx, user).orElseThrow();
        });
  }

  /// Both halves; empty when the key was made with another secret than this server's.
  Optional<AgentGitSshKey> whole(UserId user) {
    var stored = of(user);
    var pair = pair(user, stored.number());
    if (!pair.publicKey().equals(stored.publicKey())) return Optional.empty();
    return Optional.of(new AgentGitSshKey(pair.publicKey(), pair.privateKey()));
  }

  private Ed25519Pair pair(UserId user, int number) {
    return Ed25519Pair.ofSeed(secrets.apply("git-ssh-key " + user + " " + number));
  }
}
