package signalbox.server.template;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.bus.Bus;
import signalbox.server.db.Constraint;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.wire.FieldError;

/// The templates of a deployment. Every user may see all of them. Thread-safe.
///
/// What a template says of itself stands in its workspaces too, so every change is announced to the
/// owners of all of them.
public final class Templates {
  private static final String CHANNEL = "template:";

  private final TemplateStore store = new TemplateStore();
  private final VersionStore versions = new VersionStore();
  private final Database database;
  private final Bus bus;
  private final InstantSource clock;

  public Templates(Database database, Bus bus, InstantSource clock) {
    this.database = database;
    this.bus = bus;
    this.clock = clock;
  }

  /// All that are not deleted, by name.
  List<Template> all() {
    return database.read(store::all);
  }

  /// A template, deleted or not.
  public Optional<Template> find(Tx tx, TemplateId id) {
    return store.find(tx, id);
  }

  /// As [#find], and nobody deletes it until commit.
  public Optional<Template> hold(Tx tx, TemplateId id) {
    store.hold(tx, id);
    return store.find(tx, id);
  }

  public Optional<TemplateVersion> version(Tx tx, TemplateVersionId id) {
    return versions.find(tx, id);
  }

  Optional<Template> find(TemplateId id) {
    return database.read(tx -> store.find(tx, id));
  }

  Optional<Template> find(OrganizationId organization, String name) {
    return database.read(tx -> store.findByName(tx, organization, name));
  }

  /// Makes a template of a version that belongs to none.
  ///
  /// @throws Refusal when the name is taken, or the version is not there or not free
  Template create(
      OrganizationId organization, TemplateChange wish, TemplateVersionId versionId, UserId user) {
    var name = Objects.requireNonNull(wish.name());
    try {
      return database.write(tx -> create(tx, organization, name, wish, versionId, user));
    } catch (RuntimeException e) {
      throw nameTaken(e, name);
    }
  }

  private Template create(
      Tx tx,
      OrganizationId organization,
      String name,
      TemplateChange wish,
      TemplateVersionId versionId,
      UserId user) {
    var version =
        versions
            .find(tx, versionId)
            .filter(v -> v.organizationId().equals(organization))
            .orElseThrow(() -> noVersion(versionId));
    if (version.archived()) throw invalid("Template version " + versionId + " is archived.");
    var spec = version.parsedSpec();
    var id = TemplateId.next();
    var at = clock.instant();
    store.add(
        tx,
        new NewTemplate(
            id,
            organization,
            name,
            said(wish.displayName(), ""),
            said(wish.description(), spec.description()),
            said(wish.icon(), spec.icon()),
            versionId,
            user,
            null),
        at);
    if (!versions.attach(tx, versionId, id, at))
      throw invalid("Template version " + versionId + " is already part of a template.");
    store.change(tx, id, wish, at);
    return store.find(tx, id).orElseThrow();
  }

  private static String said(@Nullable String wish, String otherwise) {
    return wish == null || wish.isEmpty() ? otherwise : wish;
  }

  /// Changes what a template says of itself.
  ///
  /// @throws Refusal when the name is taken
  Template change(TemplateId id, TemplateChange change) {
    try {
      return database.write(
          tx -> {
            locked(tx, id);
            store.change(tx, id, change, clock.instant());
            announce(tx, id);
            return store.find(tx, id).orElseThrow();
          });
    } catch (RuntimeException e) {
      throw nameTaken(e, String.valueOf(change.name()));
    }
  }

  /// @throws Refusal when there are workspaces of it
  void delete(TemplateId id) {
    database.run(
        tx -> {
          store.lockAgainstWorkspaces(tx, id);
          locked(tx, id);
          if (store.hasWorkspaces(tx, id))
            throw invalid("All workspaces must be deleted before a template can be removed.");
          store.delete(tx, id, clock.instant());
        });
  }

  /// Makes a version the one that new builds take.
  ///
  /// @throws Refusal when it is not one of the template's, was not imported well, or is put away
  void promote(TemplateId id, TemplateVersionId versionId) {
    database.run(
        tx -> {
          locked(tx, id);
          var version = versions.find(tx, versionId).orElseThrow(() -> noVersion(versionId));
          if (!id.equals(version.templateId()))
            throw invalid(
                "The provided template version doesn't belong to the specified template.");
          if (version.archived()) throw invalid("The provided template version is archived.");
          if (!version.job().succeeded())
            throw Refusal.of(
                Refusal.Kind.FORBIDDEN,
                "Only versions that have been built successfully can be promoted.",
                "The import of version \""
                    + version.name()
                    + "\" is "
                    + version.job().status()
                    + ".");
          store.promote(tx, id, versionId, clock.instant());
          announce(tx, id);
        });
    bus.publish(CHANNEL + id, "");
  }

  private Template locked(Tx tx, TemplateId id) {
    return store.lock(tx, id).filter(t -> !t.deleted()).orElseThrow(Refusal::notFound);
  }

  private void announce(Tx tx, TemplateId id) {
    for (var workspace : store.workspaces(tx, id))
      tx.announce(new Event(workspace.owner(), Kind.METADATA_UPDATE, workspace.id(), null));
  }

  private static RuntimeException nameTaken(RuntimeException failure, String name) {
    return Constraint.unique(failure)
        .filter("templates_name"::equals)
        .<RuntimeException>map(
            _ ->
                Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "Template with name \"" + name + "\" already exists.")
                    .withValidations(
                        List.of(
                            new FieldError(
                                "name", "This value is already in use and should be unique."))))
        .orElse(failure);
  }

  private static Refusal noVersion(TemplateVersionId id) {
    return Refusal.of(Refusal.Kind.NOT_FOUND, "Template version \"" + id + "\" does not exist.")
        .withValidations(
            List.of(new FieldError("template_version_id", "Template version does not exist")));
  }

  private static Refusal invalid(String message) {
    return Refusal.of(Refusal.Kind.INVALID, message);
  }
}
