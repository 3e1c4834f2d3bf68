package signalbox.server.template;

import java.time.InstantSource;
import java.util.List;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.job.Jobs;
import signalbox.server.template.TemplateSpec.Agent;
import signalbox.server.template.TemplateSpec.Parameter;
import signalbox.server.template.TemplateSpec.Resource;
import signalbox.server.template.TemplateSpec.Rule;

/// The templates that every deployment has from its first start.
public final class BuiltInTemplates {
  private static final String APPS = "apps";

  /// Workspaces that live anywhere: only the reports come here.
  private static final TemplateSpec EXTERNAL =
      new TemplateSpec(
          List.of(
              new Parameter(
                  APPS,
                  "Apps",
                  "Names of the apps that report, separated by commas.",
                  "claude",
                  true,
                  Rule.SLUGS)),
          List.of(
              new Resource(
                  "machine",
                  "external",
                  Resource.EXTERNAL,
                  "",
                  List.of(new Agent("main", 120, "", List.of(), APPS, List.of(), List.of())))));

  private final TemplateStore store = new TemplateStore();
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
          install(
              tx,
              organization,
              "external",
              "External",
              "Nothing is started here: you run the agent, or only the reporter, anywhere.",
              EXTERNAL);
        });
  }

  private void install(
      Tx tx,
      OrganizationId organization,
      String name,
      String displayName,
      String description,
      TemplateSpec spec) {
    var present = store.findByName(tx, organization, name);
    if (present.isPresent()) {
      var template = present.get();
      if (!store.hasSpec(tx, template.activeVersionId(), spec)) {
        var version = addVersion(tx, template.id(), organization, TemplateVersionId.next(), spec);
        for (var workspace : store.promote(tx, template.id(), version, clock.instant()))
          tx.announce(new Event(workspace.owner(), Kind.METADATA_UPDATE, workspace.id(), null));
      }
      return;
    }
    var id = TemplateId.next();
    var version = TemplateVersionId.next();
    store.add(tx, id, organization, name, displayName, description, version, clock.instant());
    addVersion(tx, id, organization, version, spec);
  }

  private TemplateVersionId addVersion(
      Tx tx,
      TemplateId template,
      OrganizationId organization,
      TemplateVersionId version,
      TemplateSpec spec) {
    var job = jobs.addFinishedImport(tx, organization, null);
    store.addVersion(tx, version, template, organization, job, spec, clock.instant());
    return version;
  }
}
