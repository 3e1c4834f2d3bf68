package signalbox.server.template;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.file.Uploads;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.job.Job;
import signalbox.server.job.JobLogs;
import signalbox.server.job.Jobs;
import signalbox.wire.FieldError;
import signalbox.wire.UpdateTemplateVersionRequest;

/// The versions of templates: imported by jobs, renamed, put away. Thread-safe.
///
/// Who changes what a template's versions are called or which of them count holds the template's
/// row.
public final class TemplateVersions {
  private final TemplateStore templates = new TemplateStore();
  private final VersionStore store = new VersionStore();
  private final Database database;
  private final Uploads uploads;
  private final Jobs jobs;
  private final JobLogs logs;
  private final InstantSource clock;

  public TemplateVersions(
      Database database, Uploads uploads, Jobs jobs, JobLogs logs, InstantSource clock) {
    this.database = database;
    this.uploads = uploads;
    this.jobs = jobs;
    this.logs = logs;
    this.clock = clock;
  }

  public Optional<TemplateVersion> find(Tx tx, TemplateVersionId id) {
    return store.find(tx, id);
  }

  Optional<TemplateVersion> find(TemplateVersionId id) {
    return database.read(tx -> store.find(tx, id));
  }

  Optional<TemplateVersion> find(TemplateId template, String name) {
    return database.read(tx -> store.findByName(tx, template, name));
  }

  /// Newest first.
  List<TemplateVersion> of(TemplateId template) {
    return database.read(tx -> store.of(tx, template));
  }

  /// Queues the import of a file.
  ///
  /// @throws Refusal when there is no such file or template, or the name is taken
  TemplateVersion create(NewVersion wish, OrganizationId organization, UserId user) {
    if (!uploads.isOf(wish.file(), user)) throw notFound("File not found.");
    var made = database.write(tx -> create(tx, wish, organization, user));
    jobs.posted(organization, Job.IMPORT);
    return made;
  }

  private TemplateVersion create(Tx tx, NewVersion wish, OrganizationId organization, UserId user) {
    var template = wish.template();
    if (template != null && !isThere(tx, template, organization))
      throw notFound("Template does not exist.");
    var name = wish.name().isEmpty() ? store.nextName(tx, template) : wish.name();
    if (template != null && store.findByName(tx, template, name).isPresent()) throw taken(name);
    var job = jobs.addImport(tx, organization, user, wish.file());
    var id = TemplateVersionId.next();
    store.add(
        tx,
        new NewImport(id, template, organization, name, wish.message(), user, job),
        TemplateSpec.NOTHING,
        clock.instant());
    return store.find(tx, id).orElseThrow();
  }

  /// Gives a version another name or message.
  TemplateVersion change(TemplateVersion version, UpdateTemplateVersionRequest said) {
    return database.write(
        tx -> {
          var template = version.templateId();
          lock(tx, template);
          var now = store.find(tx, version.id()).orElseThrow();
          var wanted = Objects.requireNonNullElse(said.name(), "");
          var name = wanted.isEmpty() ? now.name() : wanted;
          if (template != null
              && store
                  .findByName(tx, template, name)
                  .filter(other -> !other.id().equals(version.id()))
                  .isPresent()) throw taken(name);
          var message = Objects.requireNonNullElse(said.message(), now.message());
          store.change(tx, version.id(), name, message, clock.instant());
          return store.find(tx, version.id()).orElseThrow();
        });
  }

  /// Puts a version away, so that nobody builds with it any more, or takes it out again.
  ///
  /// @throws Refusal when it is so already, or when it is in use
  void archive(TemplateVersion version, boolean archived) {
    database.run(
        tx -> {
          var template = version.templateId();
          lock(tx, template);
          var now = store.find(tx, version.id()).orElseThrow();
          if (now.archived() == archived)
            throw invalid(
                archived
                    ? "Template version already archived"
                    : "Template version is not archived");
          if (archived && store.isUsed(tx, version.id()))
            throw invalid(
                "The template version \"" + now.name() + "\" is in use and cannot be archived.");
          store.archive(tx, List.of(version.id()), archived, clock.instant());
        });
  }

  /// Puts away the versions of a template that nobody uses.
  ///
  /// @param all also those that were imported well
  /// @return which
  List<TemplateVersionId> archiveUnused(TemplateId template, boolean all) {
    return database.write(
        tx -> {
          lock(tx, template);
          var unused =
              store.of(tx, template).stream()
                  .filter(version -> !version.archived() && version.job().isDone())
                  .filter(version -> all || version.job().status().equals("failed"))
                  .map(TemplateVersion::id)
                  .filter(id -> !store.isUsed(tx, id))
                  .toList();
          store.archive(tx, unused, true, clock.instant());
          return unused;
        });
  }

  /// Stops an import that is queued, or asks the one who works on it to give up.
  ///
  /// @throws Refusal when it is too late
  void cancel(TemplateVersion version) {
    var over =
        database.write(
            tx -> {
              var job = jobs.lock(tx, version.job().id());
              if (job.isDone()) throw invalid("Job has already completed!");
              if (job.canceledAt() != null)
                throw invalid("Job has already been marked as canceled!");
              return jobs.cancel(tx, job);
            });
    if (over) logs.tell(version.job().id(), true);
  }

  private boolean isThere(Tx tx, TemplateId template, OrganizationId organization) {
    return templates
        .lock(tx, template)
        .filter(found -> !found.deleted() && found.organizationId().equals(organization))
        .isPresent();
  }

  /// @param template null: there is none to lock
  private void lock(Tx tx, @Nullable TemplateId template) {
    if (template != null && templates.lock(tx, template).isEmpty()) throw Refusal.notFound();
  }

  private static Refusal taken(String name) {
    return Refusal.of(
            Refusal.Kind.CONFLICT,
            "A template version with name \"" + name + "\" already exists for this template.")
        .withValidations(
            List.of(new FieldError("name", "This value is already in use and should be unique.")));
  }

  private static Refusal notFound(String message) {
    return Refusal.of(Refusal.Kind.NOT_FOUND, message);
  }

  private static Refusal invalid(String message) {
    return Refusal.of(Refusal.Kind.INVALID, message);
  }
}
