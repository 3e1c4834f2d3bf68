package signalbox.server.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.job.Jobs;
import signalbox.server.template.yaml.Parsed;
import signalbox.server.template.yaml.TemplateFile;

/// The templates that every deployment has from its first start.
public final class BuiltInTemplates {
  /// Their files, among the resources of this class.
  private static final List<String> NAMES = List.of("external", "local");

  private final TemplateStore store = new TemplateStore();
  private final VersionStore versions = new VersionStore();
  private final Database database;
  private final Jobs jobs;
  private final InstantSource clock;

  public BuiltInTemplates(Database database, Jobs jobs, InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
  }

  /// Adds what is missing, and a new version where this program's template is not the stored one;
  /// watchers see that their workspaces are outdated. May run in several servers at once, any
  /// number of times.
  public void install() {
    database.run(
        tx -> {
          var organization = store.lockDefaultOrganization(tx);
          for (var name : NAMES) install(tx, organization, read(name));
        });
  }

  private static TemplateSpec read(String name) {
    try (var file = BuiltInTemplates.class.getResourceAsStream(name + ".yaml")) {
      return switch (TemplateFile.parse(Objects.requireNonNull(file, name).readAllBytes())) {
        case Parsed.Good(var spec) -> spec;
        case Parsed.Bad(var faults) -> throw new IllegalStateException(name + " " + faults);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What people have done stays: a deleted one does not come back, and where they promoted a
  /// version of their own, that counts.
  private void install(Tx tx, OrganizationId organization, TemplateSpec spec) {
    var present = store.findBuiltIn(tx, spec.name());
    if (present.isPresent()) renew(tx, present.get(), spec);
    else if (store.findByName(tx, organization, spec.name()).isEmpty()) add(tx, organization, spec);
  }

  private void renew(Tx tx, Template template, TemplateSpec spec) {
    var active = versions.find(tx, template.activeVersionId()).orElseThrow();
    if (template.deleted() || active.createdBy() != null || versions.hasSpec(tx, active.id(), spec))
      return;
    var version = TemplateVersionId.next();
    addVersion(tx, template.id(), template.organizationId(), version, spec);
    store.promote(tx, template.id(), version, clock.instant());
    for (var workspace : store.workspaces(tx, template.id()))
      tx.announce(new Event(workspace.owner(), Kind.METADATA_UPDATE, workspace.id(), null));
  }

  private void add(Tx tx, OrganizationId organization, TemplateSpec spec) {
    var id = TemplateId.next();
    var version = TemplateVersionId.next();
    store.add(
        tx,
        new NewTemplate(
            id,
            organization,
            spec.name(),
            title(spec),
            spec.description(),
            spec.icon(),
            version,
            null,
            spec.name()),
        clock.instant());
    addVersion(tx, id, organization, version, spec);
  }

  private static String title(TemplateSpec spec) {
    return spec.name().substring(0, 1).toUpperCase(Locale.ROOT) + spec.name().substring(1);
  }

  private void addVersion(
      Tx tx,
      TemplateId template,
      OrganizationId organization,
      TemplateVersionId version,
      TemplateSpec spec) {
    var job = jobs.addFinishedImport(tx, organization, null);
    var name = versions.nextName(tx, template);
    versions.add(
        tx,
        new NewImport(version, template, organization, name, "", null, job),
        spec,
        clock.instant());
  }
}
