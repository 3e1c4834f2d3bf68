package signalbox.server.organization;

import static signalbox.server.http.Method.GET;

import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;

/// HTTP of organizations.
public final class OrganizationRoutes {
  /// `{organization}`: a UUID, a name, or `default`.
  public static final Param<Organizations.Known> ORGANIZATION =
      new Param<>("organization", Organizations.Known.class);

  private final Organizations organizations;

  public OrganizationRoutes(Organizations organizations) {
    this.organizations = organizations;
  }

  public void register(Routes routes) {
    routes.lookup(ORGANIZATION, (call, text) -> find(call, text).known());
    routes.session(GET, "/api/v2/organizations", this::list);
    routes.session(GET, "/api/v2/organizations/{organization}", this::get);
  }

  private Reply list(Call call) {
    return Reply.ok(organizations.visibleTo(call.user()).stream().map(Organization::wire).toList());
  }

  private Reply get(Call call) {
    return Reply.ok(find(call, call.the(ORGANIZATION).id().toString()).wire());
  }

  private Organization find(Call call, String text) {
    return organizations.find(call.user(), text).orElseThrow(Refusal::notFound);
  }
}
