package signalbox.server.workspace;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.access.Refusal;
import signalbox.server.build.Builds;
import signalbox.server.build.Deadlines;
import signalbox.server.db.Constraint;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.search.Page;
import signalbox.server.template.Template;
import signalbox.server.template.TemplateVersion;
import signalbox.server.template.Templates;
import signalbox.wire.FieldError;
import signalbox.wire.WorkspacesResponse;

/// Makes, finds and changes workspaces. Every change is announced to the owner's watchers.
/// Thread-safe.
public final class Workspaces {
  private final WorkspaceStore store = new WorkspaceStore();
  private final Database database;
  private final WorkspaceReader reader;
  private final Templates templates;
  private final Builds builds;
  private final Deadlines deadlines;
  private final InstantSource clock;
  private final boolean allowRenames;

  /// @param allowRenames whether workspaces may be renamed here
  public Workspaces(
      Database database,
      WorkspaceReader reader,
      Templates templates,
      Builds builds,
      Deadlines deadlines,
      InstantSource clock,
      boolean allowRenames) {
    this.database = database;
    this.reader = reader;
    this.templates = templates;
    this.builds = builds;
    this.deadlines = deadlines;
    this.clock = clock;
    this.allowRenames = allowRenames;
  }

  /// A workspace of any owner, deleted or not.
  Optional<OwnedWorkspace> find(WorkspaceId id) {
    return database.read(tx -> store.owned(tx, id));
  }

  /// @param deletedToo whether, when there is none, the last deleted one of this name will do
  Optional<OwnedWorkspace> find(UserId owner, String name, boolean deletedToo) {
    return database.read(
        tx ->
            store
                .ownedByName(tx, owner, name)
                .or(
                    () ->
                        deletedToo
                            ? store.newestDeletedByName(tx, owner, name)
                            : Optional.empty()));
  }

  signalbox.wire.Workspace get(WorkspaceId id, Caller.Session viewer) {
    return database.read(tx -> seenBy(viewer, reader.workspaces(tx, List.of(id)).getFirst()));
  }

  WorkspacesResponse list(WorkspaceQuery query, Caller.Session viewer, Page page) {
    return database.read(
        tx -> {
          var hits = store.search(tx, query, viewer, page.limit(), page.offset());
          var found = reader.workspaces(tx, hits.ids());
          return new WorkspacesResponse(
              found.stream().map(w -> seenBy(viewer, w)).toList(), hits.count());
        });
  }

  private static signalbox.wire.Workspace seenBy(
      Caller.Session viewer, signalbox.wire.Workspace workspace) {
    return viewer.user().value().equals(workspace.ownerId()) ? workspace : workspace.seenByOthers();
  }

  /// Makes a workspace and queues its first build.
  ///
  /// @throws Refusal when it cannot be made like this, or the name is taken
  signalbox.wire.Workspace create(UserId owner, NewWorkspace wish, UserId initiator) {
    record Done(OrganizationId organization, signalbox.wire.Workspace workspace) {}
    try {
      var done =
          database.write(
              tx -> {
                var of = made(tx, wish);
                var id = WorkspaceId.next();
                if (!store.add(tx, id, wish, owner, of, clock.instant())) {
                  throw Refusal.notFound();
                }
                var build = builds.createFirst(tx, id, of.version(), wish.parameters(), initiator);
                return new Done(of.template().organizationId(), reader.justMade(tx, id, build));
              });
      builds.posted(done.organization());
      return done.workspace();
    } catch (RuntimeException e) {
      throw nameTaken(e, wish.name()).orElse(e);
    }
  }

  private Made made(Tx tx, NewWorkspace wish) {
    var asked = wish.templateId();
    if (asked != null) {
      var template = templates.hold(tx, new TemplateId(asked)).orElseThrow(() -> noTemplate(wish));
      return made(template, templates.version(tx, template.activeVersionId()).orElseThrow(), wish);
    }
    var version =
        templates
            .version(tx, new TemplateVersionId(Objects.requireNonNull(wish.templateVersionId())))
            .filter(v -> v.templateId() != null)
            .orElseThrow(() -> noTemplate(wish));
    var template = templates.hold(tx, Objects.requireNonNull(version.templateId())).orElseThrow();
    return made(template, version, wish);
  }

  private static Made made(Template template, TemplateVersion version, NewWorkspace wish) {
    if (template.deleted()) {
      throw Refusal.of(
          Refusal.Kind.NOT_FOUND, "Template \"" + template.name() + "\" has been deleted!");
    }
    if (!template.deprecated().isEmpty()) {
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Template \""
              + template.name()
              + "\" has been deprecated, and cannot be used to create a new workspace.",
          template.deprecated());
    }
    var ttl = wish.ttlMs() == null ? Long.valueOf(template.defaultTtlMs()) : wish.ttlMs();
    return new Made(template, version, TimeToStop.whole(ttl));
  }

  private static Refusal noTemplate(NewWorkspace wish) {
    var detail = "template not found";
    return wish.templateId() != null
        ? Refusal.invalid(
            "Template \"" + wish.templateId() + "\" doesn't exist.",
            new FieldError("template_id", detail))
        : Refusal.invalid(
            "Template version \"" + wish.templateVersionId() + "\" doesn't exist.",
            new FieldError("template_version_id", detail));
  }

  /// @param name as wished; nothing happens when it has this name
  void rename(WorkspaceId id, String name) {
    try {
      change(
          id,
          (tx, workspace) -> {
            if (workspace.name().equals(name)) return false;
            if (!allowRenames) {
              throw Refusal.of(Refusal.Kind.INVALID, "Workspace renames are not allowed.");
            }
            store.rename(tx, id, name, clock.instant());
            return true;
          });
    } catch (RuntimeException e) {
      throw nameTaken(e, name).orElse(e);
    }
  }

  /// @param ttlMs null: for ever, from now on and for the present start
  void setTtl(WorkspaceId id, @Nullable Long ttlMs) {
    change(
        id,
        (tx, workspace) -> {
          if (Objects.equals(workspace.ttlMs(), ttlMs)) return false;
          store.setTtl(tx, id, ttlMs, clock.instant());
          if (ttlMs == null) deadlines.release(tx, id);
          return true;
        });
  }

  /// @param schedule null: off
  void setAutostart(WorkspaceId id, @Nullable String schedule) {
    change(
        id,
        (tx, workspace) -> {
          if (Objects.equals(workspace.autostartSchedule(), schedule)) return false;
          var now = clock.instant();
          var next = Optional.ofNullable(schedule).flatMap(text -> Schedule.next(text, now));
          store.setAutostart(tx, id, schedule, next.orElse(null), now);
          return true;
        });
  }

  /// @param value `always` or `never`
  void setAutomaticUpdates(WorkspaceId id, String value) {
    change(
        id,
        (tx, workspace) -> {
          if (workspace.automaticUpdates().equals(value)) return false;
          store.setAutomaticUpdates(tx, id, value, clock.instant());
          return true;
        });
  }

  void setFavorite(WorkspaceId id, boolean favorite) {
    change(
        id,
        (tx, workspace) -> {
          if (workspace.favorite() == favorite) return false;
          store.setFavorite(tx, id, favorite, clock.instant());
          return true;
        });
  }

  /// @param work answers whether it changed something
  private void change(WorkspaceId id, BiPredicate<Tx, Workspace> work) {
    database.run(
        tx -> {
          var workspace = store.lock(tx, id).orElseThrow(Refusal::notFound);
          if (workspace.deleted()) throw isDeleted(workspace);
          if (work.test(tx, workspace)) {
            tx.announce(new Event(workspace.ownerId(), Kind.METADATA_UPDATE, id, null));
          }
        });
  }

  private static Refusal isDeleted(Workspace workspace) {
    return Refusal.of(
        Refusal.Kind.WRONG_METHOD,
        "Workspace \"" + workspace.name() + "\" is deleted and cannot be updated.");
  }

  private static Optional<RuntimeException> nameTaken(RuntimeException failure, String name) {
    return Constraint.unique(failure)
        .filter("workspaces_name"::equals)
        .map(
            _ ->
                Refusal.of(Refusal.Kind.CONFLICT, "Workspace \"" + name + "\" already exists.")
                    .withValidations(
                        List.of(
                            new FieldError(
                                "name", "This value is already in use and should be unique."))));
  }
}
