package signalbox.server.user;

import static signalbox.server.http.Method.GET;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import signalbox.server.access.Person;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Paging;
import signalbox.server.http.Param;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.id.Id;
import signalbox.server.id.UserId;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.organization.Organizations;
import signalbox.wire.LoginType;
import signalbox.wire.UserRoles;
import signalbox.wire.UsersResponse;

/// HTTP of users. Everybody sees themselves, the deployment's owners see everybody. Registered
/// after the routes of organizations, whose parameter it uses.
public final class UserRoutes {
  /// `{account}`: as `{user}`, but by their UUID those are found too who were deleted.
  static final Param<Account> ACCOUNT = new Param<>("account", Account.class);

  private final Accounts accounts;
  private final Organizations organizations;
  private final FirstUserRoutes firstUser;
  private final OwnerRoutes owners;
  private final PasswordRoutes passwords;

  public UserRoutes(Accounts accounts, Organizations organizations) {
    this.accounts = accounts;
    this.organizations = organizations;
    this.firstUser = new FirstUserRoutes(accounts);
    this.owners = new OwnerRoutes(accounts);
    this.passwords = new PasswordRoutes(accounts);
  }

  public void register(Routes routes) {
    routes.lookup(Params.USER, this::findPerson).lookup(ACCOUNT, this::findAccount);
    firstUser.register(routes);
    owners.register(routes);
    passwords.register(routes);
    routes.session(GET, "/api/v2/users", this::list);
    routes.session(GET, "/api/v2/users/{account}", call -> Reply.ok(call.the(ACCOUNT).wire()));
    routes.session(GET, "/api/v2/users/{user}/login-type", this::loginType);
    routes.session(GET, "/api/v2/users/{user}/roles", this::roles);
    routes.session(GET, "/api/v2/users/{user}/organizations", this::organizations);
    routes.session(GET, "/api/v2/organizations/{organization}/members/{user}", this::member);
  }

  /// Only owners of the deployment ever look further than to themselves.
  private Person findPerson(Call call, String text) {
    var me = call.user();
    var self =
        text.equals("me")
            || text.equalsIgnoreCase(me.username())
            || text.equalsIgnoreCase(me.user().toString());
    if (self) return new Person(me.user(), me.username());
    if (!me.runsDeployment()) throw Refusal.notFound();
    return accounts.find(text).map(Account::person).orElseThrow(Refusal::notFound);
  }

  private Account findAccount(Call call, String text) {
    var id =
        Id.parse(text)
            .filter(_ -> call.user().runsDeployment())
            .map(UserId::new)
            .orElseGet(() -> findPerson(call, text).id());
    return accounts.find(id).orElseThrow(Refusal::notFound);
  }

  private Reply list(Call call) {
    var only = call.user().runsDeployment() ? null : call.user().user();
    var search = UserSearch.parse(call.query("q").orElse(""), only);
    var found = accounts.search(search, Paging.of(call));
    return Reply.ok(
        new UsersResponse(found.accounts().stream().map(Account::wire).toList(), found.total()));
  }

  private Reply loginType(Call call) {
    return Reply.ok(new LoginType(get(call).loginType()));
  }

  private Reply roles(Call call) {
    var account = get(call);
    var inOrganizations =
        account.organizationIds().stream()
            .collect(Collectors.toMap(Function.identity(), _ -> List.<String>of()));
    return Reply.ok(new UserRoles(account.roles(), inOrganizations));
  }

  private Reply organizations(Call call) {
    return Reply.ok(organizations.of(call.the(Params.USER).id()));
  }

  private Reply member(Call call) {
    var organization = call.the(OrganizationRoutes.ORGANIZATION).id();
    var account = get(call);
    return organizations
        .memberSince(organization, account.id())
        .map(since -> Reply.ok(account.asMember(organization, since)))
        .orElseThrow(Refusal::notFound);
  }

  private Account get(Call call) {
    return accounts.find(call.the(Params.USER).id()).orElseThrow(Refusal::notFound);
  }
}
