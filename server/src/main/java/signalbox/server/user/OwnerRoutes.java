package signalbox.server.user;

import static signalbox.server.http.Method.DELETE;
import static signalbox.server.http.Method.POST;
import static signalbox.server.http.Method.PUT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.http.Call;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.id.OrganizationId;
import signalbox.wire.CreateUserRequest;
import signalbox.wire.FieldError;
import signalbox.wire.Response;
import signalbox.wire.UpdateRolesRequest;

/// HTTP of what owners of the deployment do with the accounts of others.
final class OwnerRoutes {
  private static final Set<String> STATUSES =
      Set.of(Account.ACTIVE, Account.DORMANT, Account.SUSPENDED);

  private final Accounts accounts;

  OwnerRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  void register(Routes routes) {
    routes.session(POST, "/api/v2/users", this::create);
    routes.session(DELETE, "/api/v2/users/{account}", this::delete);
    routes.deployment(PUT, "/api/v2/users/{user}/status/suspend", this::suspend);
    routes.deployment(PUT, "/api/v2/users/{user}/status/activate", this::activate);
    routes.deployment(PUT, "/api/v2/users/{user}/roles", this::setRoles);
  }

  private Reply create(Call call) {
    if (!call.user().runsDeployment()) {
      throw Refusal.of(Refusal.Kind.FORBIDDEN, "You are not authorized to create users.");
    }
    return switch (accounts.create(draft(call.body(CreateUserRequest.class)))) {
      case Creation.Created(var account) -> Reply.created(account.wire());
      case Creation.Taken _ -> throw Refusal.of(Refusal.Kind.CONFLICT, "User already exists.");
      case Creation.UnknownOrganization(var id) ->
          throw Refusal.of(
              Refusal.Kind.NOT_FOUND,
              "Organization does not exist with the provided id \"" + id + "\".");
    };
  }

  private static NewAccount draft(CreateUserRequest request) {
    var validations = new Validations();
    var email = validations.required("email", request.email(), "email", AccountForm::isEmail);
    var username =
        validations.required("username", request.username(), "username", AccountForm::isUsername);
    var name =
        validations.optional("name", request.name(), "user_real_name", AccountForm::isRealName);
    var status =
        validations.optional("user_status", request.userStatus(), "oneof", STATUSES::contains);
    var organizations = organizations(request);
    if (organizations.isEmpty()) validations.fault("organization_ids", "required", "[]");
    validations.check();
    requirePasswordLogin(request.loginType());
    var password = Objects.requireNonNullElse(request.password(), "");
    PasswordRoutes.requireStrong(password, "Password is invalid");
    return new NewAccount(
        email,
        username,
        name,
        password,
        status.isEmpty() ? Account.DORMANT : status,
        siteRoles(request.roles()),
        organizations);
  }

  private static List<OrganizationId> organizations(CreateUserRequest request) {
    var ids = new ArrayList<UUID>();
    if (request.organizationIds() != null) ids.addAll(request.organizationIds());
    if (ids.isEmpty() && request.organizationId() != null) ids.add(request.organizationId());
    return ids.stream().distinct().map(OrganizationId::new).toList();
  }

  private static void requirePasswordLogin(@Nullable String loginType) {
    switch (Objects.requireNonNullElse(loginType, "")) {
      case "", "password" -> {}
      case "none" -> throw loginType("Login type 'none' requires a service account.");
      default -> throw loginType("Login type '" + loginType + "' is not offered here.");
    }
  }

  private static Refusal loginType(String message) {
    return Refusal.invalid(message, new FieldError("login_type", message));
  }

  /// The roles besides member, which everyone has.
  private static List<String> siteRoles(@Nullable List<String> roles) {
    var wanted = roles == null ? List.<String>of() : roles;
    for (var role : wanted) {
      if (!role.equals(Account.OWNER) && !role.equals(Account.MEMBER)) {
        throw Refusal.of(Refusal.Kind.INVALID, "\"" + role + "\" is not a supported role");
      }
    }
    return wanted.contains(Account.OWNER) ? List.of(Account.OWNER) : List.of();
  }

  private Reply suspend(Call call) {
    return reply(accounts.suspend(call.user(), call.the(Params.USER).id()));
  }

  private Reply activate(Call call) {
    return reply(accounts.activate(call.the(Params.USER).id()));
  }

  private static Reply reply(Change.Suspension suspension) {
    return switch (suspension) {
      case Change.Done(var account) -> Reply.ok(account.wire());
      case Change.OnOneself _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "You cannot suspend yourself.");
      case Change.OnOwner _ ->
          throw Refusal.of(
              Refusal.Kind.INVALID,
              "You cannot suspend a user with the \"owner\" role. You must remove the role first.");
      case Change.Lapsed _ -> throw Refusal.notFound();
    };
  }

  private Reply setRoles(Call call) {
    var roles = call.body(UpdateRolesRequest.class).roles();
    var validations = new Validations();
    if (roles == null) validations.fault("roles", "required", "");
    validations.check();
    return switch (accounts.setRoles(call.user(), call.the(Params.USER).id(), siteRoles(roles))) {
      case Change.Done(var account) -> Reply.ok(account.wire());
      case Change.OnOneself _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "You cannot change your own roles.");
      case Change.Lapsed _ -> throw Refusal.notFound();
    };
  }

  private Reply delete(Call call) {
    var account = call.the(UserRoutes.ACCOUNT);
    return switch (accounts.delete(call.user(), account.id())) {
      case Change.Done _ -> deleted();
      case Change.OnOneself _ ->
          throw Refusal.of(Refusal.Kind.FORBIDDEN, "You cannot delete yourself!");
      case Change.HasWorkspaces _ ->
          throw Refusal.of(
              Refusal.Kind.IN_USE,
              "You cannot delete a user that has workspaces. Delete their workspaces and try again!");
      case Change.Lapsed _ -> {
        if (account.deleted()) yield deleted();
        throw Refusal.notFound();
      }
    };
  }

  private static Reply deleted() {
    return Reply.ok(new Response("User has been deleted!", null, List.of()));
  }
}
