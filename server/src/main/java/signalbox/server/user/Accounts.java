package signalbox.server.user;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.db.Constraint;
import signalbox.server.db.Database;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.id.Id;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;
import signalbox.server.organization.Organizations;
import signalbox.server.search.Page;

/// Who has an account. Thread-safe.
public final class Accounts {
  private final Database database;
  private final Organizations organizations;
  private final Passwords passwords;
  private final Revocation revocation;
  private final InstantSource clock;
  private final AccountStore store = new AccountStore();
  private final EventLogStore events = new EventLogStore();

  public Accounts(
      Database database,
      Organizations organizations,
      Passwords passwords,
      Revocation revocation,
      InstantSource clock) {
    this.database = database;
    this.organizations = organizations;
    this.passwords = passwords;
    this.revocation = revocation;
    this.clock = clock;
  }

  /// Whether there was ever a user.
  boolean any() {
    return database.read(store::any);
  }

  /// Makes the first user, who runs the deployment. Of two that are made at once, one is.
  FirstCreation createFirst(NewAccount draft) {
    var hash = passwords.hash(draft.password());
    return database.write(
        tx -> {
          store.lockDeployment(tx);
          if (store.any(tx)) return new FirstCreation.TooLate();
          var joined = organizations.resolve(tx, draft.organizations());
          var account = insert(tx, draft, hash, joined);
          return new FirstCreation.Created(account, joined.getFirst());
        });
  }

  Creation create(NewAccount draft) {
    var hash = passwords.hash(draft.password());
    try {
      return database.write(tx -> create(tx, draft, hash));
    } catch (RuntimeException e) {
      if (Constraint.unique(e).isPresent()) return new Creation.Taken();
      throw e;
    }
  }

  private Creation create(Tx tx, NewAccount draft, String hash) {
    var joined = organizations.resolve(tx, draft.organizations());
    var unknown = organizations.firstUnknown(tx, joined);
    if (unknown.isPresent()) return new Creation.UnknownOrganization(unknown.get());
    return new Creation.Created(insert(tx, draft, hash, joined));
  }

  private Account insert(Tx tx, NewAccount draft, String hash, List<OrganizationId> joined) {
    var now = now();
    var account =
        new Account(
            UserId.next(),
            draft.username(),
            draft.email(),
            draft.name(),
            "",
            hash,
            "password",
            draft.status(),
            draft.roles(),
            false,
            now,
            now,
            null,
            joined.stream().map(OrganizationId::value).toList());
    store.insert(tx, account);
    organizations.join(tx, account.id(), joined, now);
    events.createCounter(tx, account.id());
    return account;
  }

  /// Finds by UUID, deleted ones too.
  public Optional<Account> find(UserId id) {
    return database.read(tx -> store.find(tx, id));
  }

  /// Finds by UUID or username; deleted ones are not found.
  Optional<Account> find(String text) {
    var id = Id.parse(text).map(UserId::new);
    if (id.isPresent()) return find(id.get()).filter(account -> !account.deleted());
    if (!AccountForm.isUsername(text)) return Optional.empty();
    return database.read(tx -> store.findByName(tx, text));
  }

  public Optional<Account> findByEmail(String email) {
    return database.read(tx -> store.findByEmail(tx, email));
  }

  AccountStore.Found search(UserSearch search, Page page) {
    return database.read(tx -> store.search(tx, search, page));
  }

  /// Locks a user out.
  Change.Suspension suspend(Caller.Session by, UserId id) {
    if (by.user().equals(id)) return new Change.OnOneself();
    var result =
        database.<Change.Suspension>write(
            tx ->
                store
                    .lock(tx, id)
                    .<Change.Suspension>map(
                        account ->
                            account.isOwner()
                                ? new Change.OnOwner()
                                : withStatus(tx, account, Account.SUSPENDED))
                    .orElseGet(Change.Lapsed::new));
    revocation.rightsChanged();
    return result;
  }

  /// Lets a user in again.
  Change.Suspension activate(UserId id) {
    return database.write(
        tx ->
            store
                .lock(tx, id)
                .<Change.Suspension>map(account -> withStatus(tx, account, Account.ACTIVE))
                .orElseGet(Change.Lapsed::new));
  }

  private Change.Done withStatus(Tx tx, Account account, String status) {
    if (!account.status().equals(status)) store.setStatus(tx, account.id(), status, now());
    return new Change.Done(store.find(tx, account.id()).orElseThrow());
  }

  /// @param roles site roles besides member
  Change.RoleChange setRoles(Caller.Session by, UserId id, List<String> roles) {
    if (by.user().equals(id)) return new Change.OnOneself();
    var result =
        database.<Change.RoleChange>write(
            tx -> {
              if (!stillOwner(tx, by) || store.lock(tx, id).isEmpty()) return new Change.Lapsed();
              store.setRoles(tx, id, roles, now());
              return new Change.Done(store.find(tx, id).orElseThrow());
            });
    revocation.rightsChanged();
    return result;
  }

  /// Ends an account. What it made stays.
  Change.Removal delete(Caller.Session by, UserId id) {
    if (by.user().equals(id)) return new Change.OnOneself();
    var result =
        database.<Change.Removal>write(
            tx -> {
              if (!stillOwner(tx, by)) return new Change.Lapsed();
              var account = store.lock(tx, id);
              if (account.isEmpty()) return new Change.Lapsed();
              if (store.hasWorkspaces(tx, id)) return new Change.HasWorkspaces();
              store.delete(tx, id, now());
              revocation.revokeKeys(tx, id);
              return new Change.Done(account.get());
            });
    revocation.rightsChanged();
    return result;
  }

  /// Two owners who take each other's right away at the same time must not both succeed: then
  /// nobody would be left.
  private boolean stillOwner(Tx tx, Caller.Session by) {
    return store.lockOwners(tx).contains(by.user());
  }

  /// @param old as given; null when whoever changes it need not know it
  PasswordChange changePassword(UserId id, @Nullable String old, String password) {
    var account = find(id);
    var hash = account.map(Account::passwordHash).orElse(null);
    if (old != null && !passwords.matches(old, hash)) return new PasswordChange.OldIsWrong();
    if (hash != null && passwords.matches(password, hash)) return new PasswordChange.Same();
    var newHash = passwords.hash(password);
    database.run(
        tx -> {
          store.setPassword(tx, id, newHash, now());
          revocation.revokeKeys(tx, id);
        });
    revocation.rightsChanged();
    return new PasswordChange.Done();
  }

  /// Notes that a user signed in with the password that the account has. A dormant one is active
  /// from now on.
  ///
  /// @return whether that is still so: false when the account was suspended or deleted or its
  ///   password changed
  public boolean noteLogin(Tx tx, Account account, Instant at) {
    var hash = account.passwordHash();
    return hash != null && store.noteLogin(tx, account.id(), hash, at);
  }

  /// Notes that a user was seen. A dormant one is active from now on.
  public void noteSeen(Tx tx, UserId id, Instant at) {
    store.noteSeen(tx, id, at);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
