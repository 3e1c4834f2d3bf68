package signalbox.server.template;

import static signalbox.server.http.Method.DELETE;
import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;
import static signalbox.server.http.Method.POST;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.search.SearchQuery;
import signalbox.wire.CreateTemplateRequest;
import signalbox.wire.Response;
import signalbox.wire.UpdateActiveTemplateVersionRequest;
import signalbox.wire.UpdateTemplateRequest;

/// HTTP of templates.
public final class TemplateRoutes {
  /// `{template}`: its UUID.
  static final Param<Template> TEMPLATE = new Param<>("template", Template.class);

  /// `{templatename}`: its name, in the organization left of it.
  static final Param<Template> TEMPLATE_NAME = new Param<>("templatename", Template.class);

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
                find(templates.find(call.the(OrganizationRoutes.ORGANIZATION).id(), text)));
    var ofOrganization = "/api/v2/organizations/{organization}/templates";
    var template = "/api/v2/templates/{template}";
    routes
        .session(GET, "/api/v2/templates", call -> list(call, _ -> true))
        .session(GET, ofOrganization, this::listOfOrganization)
        .deployment(POST, ofOrganization, this::create)
        .session(
            GET,
            ofOrganization + "/{templatename}",
            call -> Reply.ok(call.the(TEMPLATE_NAME).wire()))
        .session(GET, template, call -> Reply.ok(call.the(TEMPLATE).wire()))
        .deployment(PATCH, template, this::change)
        .deployment(DELETE, template, this::delete)
        .deployment(PATCH, template + "/versions", this::promote);
  }

  private Reply create(Call call) {
    var said = call.body(CreateTemplateRequest.class);
    var wish = TemplateChange.parse(said);
    var version = new TemplateVersionId(Objects.requireNonNull(said.templateVersionId()));
    var organization = call.the(OrganizationRoutes.ORGANIZATION).id();
    return Reply.created(templates.create(organization, wish, version, call.user().user()).wire());
  }

  private Reply change(Call call) {
    var change = TemplateChange.parse(call.body(UpdateTemplateRequest.class));
    return Reply.ok(templates.change(call.the(TEMPLATE).id(), change).wire());
  }

  private Reply delete(Call call) {
    templates.delete(call.the(TEMPLATE).id());
    return Reply.ok(new Response("Template has been deleted!", null, List.of()));
  }

  private Reply promote(Call call) {
    var version = call.body(UpdateActiveTemplateVersionRequest.class).id();
    var fields = new Validations();
    if (version == null) fields.fault("id", "required", "");
    fields.check();
    templates.promote(
        call.the(TEMPLATE).id(), new TemplateVersionId(Objects.requireNonNull(version)));
    return Reply.ok(new Response("Updated the active template version!", null, List.of()));
  }

  private static <T> T find(Optional<T> found) {
    return found.orElseThrow(Refusal::notFound);
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
