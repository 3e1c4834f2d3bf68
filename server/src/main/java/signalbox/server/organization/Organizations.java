package signalbox.server.organization;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import signalbox.server.access.Caller;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.Id;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;

/// Which organizations there are and who belongs to them. Members see their organizations, the
/// deployment's owners see all. Thread-safe.
public final class Organizations {
  /// Stands for the default organization in requests: what Go clients send for an id that they
  /// leave unset.
  public static final OrganizationId DEFAULT = new OrganizationId(new UUID(0, 0));

  private static final String DEFAULT_NAME = "default";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,32}");

  private final Database database;
  private final OrganizationStore store = new OrganizationStore();

  public Organizations(Database database) {
    this.database = database;
  }

  /// An organization that the caller may see, as far as other features need to know it.
  public record Known(OrganizationId id, String name, String displayName, String icon) {}

  List<Organization> visibleTo(Caller.Session who) {
    return database.read(tx -> who.runsDeployment() ? store.all(tx) : store.of(tx, who.user()));
  }

  /// Finds one by UUID, by name, or by the word `default`, which always means the default one.
  Optional<Organization> find(Caller.Session who, String text) {
    return database.read(
        tx ->
            find(tx, text)
                .filter(
                    o ->
                        who.runsDeployment()
                            || store.memberSince(tx, o.id(), who.user()).isPresent()));
  }

  private Optional<Organization> find(Tx tx, String text) {
    var id = Id.parse(text);
    if (id.isPresent()) return store.find(tx, new OrganizationId(id.get()));
    if (text.equals(DEFAULT_NAME)) return Optional.of(store.getDefault(tx));
    return NAME.matcher(text).matches() ? store.findByName(tx, text) : Optional.empty();
  }

  /// The user's organizations, by name.
  public List<signalbox.wire.Organization> of(UserId user) {
    return database.read(tx -> store.of(tx, user)).stream().map(Organization::wire).toList();
  }

  /// When the user became a member; empty when they are none.
  public Optional<Instant> memberSince(OrganizationId organization, UserId user) {
    return database.read(tx -> store.memberSince(tx, organization, user));
  }

  /// The ids with the default organization's own in place of [#DEFAULT].
  public List<OrganizationId> resolve(Tx tx, Collection<OrganizationId> ids) {
    return ids.stream()
        .map(id -> id.equals(DEFAULT) ? store.getDefault(tx).id() : id)
        .distinct()
        .toList();
  }

  /// The first of the ids that is no organization.
  public Optional<OrganizationId> firstUnknown(Tx tx, Collection<OrganizationId> ids) {
    var existing = Set.copyOf(store.existing(tx, ids));
    return ids.stream().filter(id -> !existing.contains(id)).findFirst();
  }

  /// Makes a new user a member.
  public void join(Tx tx, UserId user, Collection<OrganizationId> organizations, Instant at) {
    store.addMember(tx, organizations, user, at);
  }
}
