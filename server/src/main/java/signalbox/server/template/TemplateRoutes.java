package signalbox.server.template;

import static signalbox.server.http.Method.GET;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.search.SearchQuery;

/// HTTP of templates.
public final class TemplateRoutes {
  private static final Param<Template> TEMPLATE = new Param<>("template", Template.class);
  private static final Param<Template> TEMPLATE_NAME = new Param<>("templatename", Template.class);
  private static final Param<TemplateVersion> VERSION =
      new Param<>("templateversion", TemplateVersion.class);

  private final Templates templates;

  public TemplateRoutes(Templates templates) {
    this.templates = templates;
  }

  public void register(Routes routes) {
    routes
        .lookup(TEMPLATE, (_, text) -> find(templates.find(new TemplateId(Uuids.parse(text)))))
        .lookup(
            TEMPLATE_NAME,
            (call, text) ->
                find(templates.find(call.the(OrganizationRoutes.ORGANIZATION).id(), text)))
        .lookup(
            VERSION,
            (_, text) -> find(templates.version(new TemplateVersionId(Uuids.parse(text)))));
    var ofOrganization = "/api/v2/organizations/{organization}/templates";
    routes
        .session(GET, "/api/v2/templates", call -> list(call, _ -> true))
        .session(GET, "/api/v2/templates/{template}", call -> Reply.ok(call.the(TEMPLATE).wire()))
        .session(GET, "/api/v2/templates/{template}/versions", this::versions)
        .session(GET, ofOrganization, this::listOfOrganization)
        .session(
            GET,
            ofOrganization + "/{templatename}",
            call -> Reply.ok(call.the(TEMPLATE_NAME).wire()));
    var version = "/api/v2/templateversions/{templateversion}";
    routes
        .session(GET, version, call -> Reply.ok(call.the(VERSION).wire()))
        .session(
            GET, version + "/rich-parameters", call -> Reply.ok(call.the(VERSION).parameters()))
        .session(GET, version + "/presets", _ -> Reply.ok(List.of()))
        .session(GET, version + "/resources", _ -> Reply.ok(List.of()))
        .session(GET, version + "/external-auth", _ -> Reply.ok(List.of()));
  }

  private static <T> T find(Optional<T> found) {
    return found.orElseThrow(Refusal::notFound);
  }

  private Reply versions(Call call) {
    var versions = templates.versions(call.the(TEMPLATE).id());
    return Reply.ok(versions.stream().map(TemplateVersion::wire).toList());
  }

  private Reply listOfOrganization(Call call) {
    var organization = call.the(OrganizationRoutes.ORGANIZATION).id();
    return list(call, template -> template.organizationId().equals(organization));
  }

  private Reply list(Call call, Predicate<Template> where) {
    var wanted = where.and(search(call.query("q").orElse("")));
    return Reply.ok(templates.all().stream().filter(wanted).map(Template::wire).toList());
  }

  /// Deprecated templates are shown only to those who ask for them.
  private static Predicate<Template> search(String text) {
    var query = SearchQuery.parse(text, "Invalid template search query.");
    var name = lower(query.one("name").orElse(""));
    var exactName = query.one("exact_name").map(TemplateRoutes::lower);
    var words = lower(String.join(" ", query.words()));
    var displayName = lower(query.one("display_name").orElse(""));
    var organization = query.one("organization").map(TemplateRoutes::lower);
    var deprecated = query.flag("deprecated").orElse(false);
    query.check();
    return template ->
        lower(template.name()).contains(name)
            && exactName.map(lower(template.name())::equals).orElse(true)
            && lower(template.displayName()).contains(words)
            && lower(template.displayName()).contains(displayName)
            && organization.map(o -> isOf(template, o)).orElse(true)
            && !template.deprecated().isEmpty() == deprecated;
  }

  private static boolean isOf(Template template, String organization) {
    return lower(template.organizationName()).equals(organization)
        || template.organizationId().toString().equals(organization);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
