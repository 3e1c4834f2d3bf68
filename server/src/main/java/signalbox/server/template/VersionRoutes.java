package signalbox.server.template;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;
import static signalbox.server.http.Method.POST;

import java.util.List;
import java.util.Optional;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Call;
import signalbox.server.http.Paging;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.job.JobLogs;
import signalbox.server.job.LogRoutes;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.stream.StreamGuard;
import signalbox.wire.ArchiveTemplateVersionsRequest;
import signalbox.wire.ArchiveTemplateVersionsResponse;
import signalbox.wire.CreateTemplateVersionRequest;
import signalbox.wire.Response;
import signalbox.wire.UpdateTemplateVersionRequest;

/// HTTP of the versions of templates.
public final class VersionRoutes {
  private static final Param<TemplateVersion> VERSION =
      new Param<>("templateversion", TemplateVersion.class);

  /// A name, among the versions of `{template}`.
  private static final Param<TemplateVersion> NAME =
      new Param<>("versionname", TemplateVersion.class);

  /// A name, among the versions of `{templatename}`.
  private static final Param<TemplateVersion> NAME_OF_NAMED =
      new Param<>("templateversionname", TemplateVersion.class);

  private final TemplateVersions versions;
  private final LogRoutes logs;
  private final StreamGuard guard;

  /// @param guard ends streams whose reader loses the right
  public VersionRoutes(TemplateVersions versions, JobLogs logs, StreamGuard guard) {
    this.versions = versions;
    this.logs = new LogRoutes(logs);
    this.guard = guard;
  }

  /// After the routes of templates, whose lookups it needs.
  public void register(Routes routes) {
    lookups(routes);
    var ofTemplate = "/api/v2/templates/{template}/versions";
    routes
        .session(GET, ofTemplate, this::list)
        .session(GET, ofTemplate + "/{versionname}", call -> Reply.ok(call.the(NAME).wire()))
        .deployment(POST, ofTemplate + "/archive", this::archiveUnused)
        .session(
            GET,
            "/api/v2/organizations/{organization}/templates/{templatename}/versions/{templateversionname}",
            call -> Reply.ok(call.the(NAME_OF_NAMED).wire()))
        .deployment(POST, "/api/v2/organizations/{organization}/templateversions", this::create);
    var version = "/api/v2/templateversions/{templateversion}";
    routes
        .session(GET, version, call -> Reply.ok(call.the(VERSION).wire()))
        .deployment(PATCH, version, this::change)
        .deployment(PATCH, version + "/cancel", this::cancel)
        .deployment(POST, version + "/archive", call -> archive(call, true))
        .deployment(POST, version + "/unarchive", call -> archive(call, false))
        .session(GET, version + "/logs", this::log)
        .session(GET, version + "/rich-parameters", this::parameters)
        .session(GET, version + "/variables", VersionRoutes::variables)
        .session(GET, version + "/resources", VersionRoutes::resources)
        .session(GET, version + "/presets", _ -> Reply.ok(List.of()))
        .session(GET, version + "/external-auth", _ -> Reply.ok(List.of()));
  }

  private void lookups(Routes routes) {
    routes
        .lookup(
            VERSION,
            (_, text) ->
                versions
                    .find(new TemplateVersionId(Uuids.parse(text)))
                    .orElseThrow(Refusal::notFound))
        .lookup(NAME, (call, text) -> named(call.the(TemplateRoutes.TEMPLATE), text))
        .lookup(NAME_OF_NAMED, (call, text) -> named(call.the(TemplateRoutes.TEMPLATE_NAME), text));
  }

  private TemplateVersion named(Template template, String name) {
    return versions
        .find(template.id(), name)
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.NOT_FOUND, "No template version found by name \"" + name + "\"."));
  }

  private Reply create(Call call) {
    var wish = NewVersion.parse(call.body(CreateTemplateVersionRequest.class));
    var organization = call.the(OrganizationRoutes.ORGANIZATION).id();
    return Reply.created(versions.create(wish, organization, call.user().user()).wire());
  }

  private Reply list(Call call) {
    var page = Paging.of(call);
    var archivedToo = call.query("include_archived").filter("true"::equals).isPresent();
    var all =
        versions.of(call.the(TemplateRoutes.TEMPLATE).id()).stream()
            .filter(version -> archivedToo || !version.archived())
            .map(TemplateVersion::wire)
            .toList();
    var from = 0;
    if (page.afterId() != null) {
      var ids = all.stream().map(signalbox.wire.TemplateVersion::id).toList();
      from = ids.indexOf(page.afterId()) + 1;
      if (from == 0)
        throw Refusal.of(
            Refusal.Kind.INVALID,
            "Record at \"after_id\" (\"" + page.afterId() + "\") does not exists.");
    }
    var rest = all.stream().skip((long) from + page.offset());
    return Reply.ok((page.limit() == 0 ? rest : rest.limit(page.limit())).toList());
  }

  private Reply change(Call call) {
    var said = call.body(UpdateTemplateVersionRequest.class);
    var fields = new Validations();
    TemplateWords.check(
        fields, "name", said.name(), "template_version_name", TemplateWords::isVersionName);
    TemplateWords.check(fields, "message", said.message(), "lt", TemplateWords::isText);
    fields.check();
    return Reply.ok(versions.change(call.the(VERSION), said).wire());
  }

  private Reply cancel(Call call) {
    versions.cancel(call.the(VERSION));
    return Reply.ok(new Response("Job has been marked as canceled...", null, List.of()));
  }

  private Reply archive(Call call, boolean archived) {
    var version = call.the(VERSION);
    versions.archive(version, archived);
    return Reply.ok(
        "template version \"" + version.id() + "\" " + (archived ? "archived" : "unarchived"));
  }

  private Reply archiveUnused(Call call) {
    var template = call.the(TemplateRoutes.TEMPLATE).id();
    var all = Optional.ofNullable(call.body(ArchiveTemplateVersionsRequest.class).all());
    var put = versions.archiveUnused(template, all.orElse(false));
    return Reply.ok(
        new ArchiveTemplateVersionsResponse(
            template.value(), put.stream().map(TemplateVersionId::value).toList()));
  }

  /// Every member reads templates, so only the end of the session ends it.
  private Reply log(Call call) {
    var session = call.user();
    return logs.answer(
        call, call.the(VERSION).job().id(), outlet -> guard.guard(outlet, session, session.user()));
  }

  private Reply parameters(Call call) {
    var version = call.the(VERSION);
    if (!version.job().isDone())
      throw Refusal.of(Refusal.Kind.TOO_EARLY, "Template version job has not finished");
    return Reply.ok(version.parameters());
  }

  /// Files name no variables: what differs between deployments are parameters here.
  private static Reply variables(Call call) {
    if (!call.the(VERSION).job().isDone())
      throw Refusal.of(Refusal.Kind.FORBIDDEN, "Template version job has not finished");
    return Reply.ok(List.of());
  }

  private static Reply resources(Call call) {
    var version = call.the(VERSION);
    if (!version.job().isDone()) throw Refusal.of(Refusal.Kind.INVALID, "Job hasn't completed!");
    return Reply.ok(version.resources());
  }
}
