package signalbox.server.workspace;

import static signalbox.server.http.Method.DELETE;
import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;
import static signalbox.server.http.Method.POST;
import static signalbox.server.http.Method.PUT;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.build.Deadlines;
import signalbox.server.build.ExtendResult;
import signalbox.server.http.Call;
import signalbox.server.http.Paging;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.CreateWorkspaceRequest;
import signalbox.wire.ExtendWorkspaceRequest;
import signalbox.wire.FieldError;
import signalbox.wire.Response;
import signalbox.wire.UpdateWorkspaceAutomaticUpdatesRequest;
import signalbox.wire.UpdateWorkspaceAutostartRequest;
import signalbox.wire.UpdateWorkspaceRequest;
import signalbox.wire.UpdateWorkspaceTtlRequest;

/// HTTP of workspaces.
public final class WorkspaceRoutes {
  private static final String INCLUDE_DELETED = "include_deleted";

  private final Workspaces workspaces;
  private final Deadlines deadlines;

  public WorkspaceRoutes(Workspaces workspaces, Deadlines deadlines) {
    this.workspaces = workspaces;
    this.deadlines = deadlines;
  }

  public void register(Routes routes) {
    routes
        .lookup(Params.WORKSPACE, this::find)
        .lookup(Params.WORKSPACE_NAME, this::findByName)
        .session(POST, "/api/v2/users/{user}/workspaces", this::create)
        .session(
            POST, "/api/v2/organizations/{organization}/members/{user}/workspaces", this::create)
        .session(GET, "/api/v2/workspaces", this::list)
        .session(
            GET,
            "/api/v2/users/{user}/workspace/{workspacename}",
            call -> get(call, call.the(Params.WORKSPACE_NAME)));
    var workspace = "/api/v2/workspaces/{workspace}";
    routes
        .session(GET, workspace, this::getById)
        .session(PATCH, workspace, this::rename)
        .session(PUT, workspace + "/ttl", this::setTtl)
        .session(PUT, workspace + "/autostart", this::setAutostart)
        .session(PUT, workspace + "/autoupdates", this::setAutomaticUpdates)
        .session(PUT, workspace + "/extend", this::extend)
        .session(PUT, workspace + "/favorite", call -> setFavorite(call, true))
        .session(DELETE, workspace + "/favorite", call -> setFavorite(call, false));
  }

  private OwnedWorkspace find(Call call, String text) {
    return workspaces
        .find(new WorkspaceId(Uuids.parse(text)))
        .filter(workspace -> call.user().mayRead(workspace.owner()))
        .orElseThrow(Refusal::notFound);
  }

  private OwnedWorkspace findByName(Call call, String text) {
    var deletedToo = includesDeleted(call, INCLUDE_DELETED);
    return workspaces
        .find(call.the(Params.USER).id(), text, deletedToo)
        .filter(workspace -> call.user().mayRead(workspace.owner()))
        .orElseThrow(Refusal::notFound);
  }

  private Reply create(Call call) {
    var wish = NewWorkspace.parse(call.body(CreateWorkspaceRequest.class));
    var owner = call.the(Params.USER).id();
    return Reply.created(workspaces.create(owner, wish, call.user().user()));
  }

  private Reply list(Call call) {
    var paging = Paging.of(call);
    var query = WorkspaceQuery.parse(call.query("q").orElse(""), call.user());
    return Reply.ok(workspaces.list(query, call.user(), paging));
  }

  private Reply getById(Call call) {
    var workspace = call.the(Params.WORKSPACE);
    var deletedToo = includesDeleted(call, "deleted");
    if (workspace.deleted() && !deletedToo) {
      throw Refusal.of(
          Refusal.Kind.GONE,
          "Workspace \""
              + workspace.id()
              + "\" was deleted, you can view this workspace by specifying"
              + " '?include_deleted=true' and trying again.");
    }
    return get(call, workspace);
  }

  private Reply get(Call call, OwnedWorkspace workspace) {
    return Reply.ok(workspaces.get(workspace.id(), call.user()));
  }

  /// @param field what the wire calls it in the answer to a bad value
  private static boolean includesDeleted(Call call, String field) {
    var text = call.query(INCLUDE_DELETED).orElse("");
    return switch (text) {
      case "true", "True", "TRUE", "t", "T", "1" -> true;
      case "false", "False", "FALSE", "f", "F", "0", "" -> false;
      default -> {
        var message =
            "Invalid boolean value \"" + text + "\" for \"" + INCLUDE_DELETED + "\" query param.";
        throw Refusal.invalid(message, new FieldError(field, "Must be a valid boolean"));
      }
    };
  }

  private Reply rename(Call call) {
    var name = Optional.ofNullable(call.body(UpdateWorkspaceRequest.class).name()).orElse("");
    var fields = new Validations();
    if (!WorkspaceName.isValid(name)) fields.fault("name", WorkspaceName.TAG, name);
    fields.check();
    workspaces.rename(call.the(Params.WORKSPACE).id(), name);
    return Reply.noContent();
  }

  private Reply setTtl(Call call) {
    var ttl = call.body(UpdateWorkspaceTtlRequest.class).ttlMs();
    TimeToStop.fault(ttl)
        .ifPresent(f -> refuse("Error updating workspace time until shutdown.", "ttl_ms", f));
    workspaces.setTtl(call.the(Params.WORKSPACE).id(), TimeToStop.whole(ttl));
    return Reply.noContent();
  }

  private Reply setAutostart(Call call) {
    var schedule = call.body(UpdateWorkspaceAutostartRequest.class).schedule();
    Schedule.fault(schedule).ifPresent(f -> refuse("Invalid autostart schedule.", "schedule", f));
    workspaces.setAutostart(call.the(Params.WORKSPACE).id(), "".equals(schedule) ? null : schedule);
    return Reply.noContent();
  }

  private Reply setAutomaticUpdates(Call call) {
    var value =
        Objects.requireNonNullElse(
            call.body(UpdateWorkspaceAutomaticUpdatesRequest.class).automaticUpdates(), "");
    if (!NewWorkspace.AUTOMATIC_UPDATES.contains(value)) {
      refuse("Invalid request", "automatic_updates", "must be always or never");
    }
    workspaces.setAutomaticUpdates(call.the(Params.WORKSPACE).id(), value);
    return Reply.noContent();
  }

  private Reply setFavorite(Call call, boolean favorite) {
    var workspace = call.the(Params.WORKSPACE);
    if (!workspace.owner().equals(call.user().user())) {
      throw Refusal.of(
          Refusal.Kind.FORBIDDEN,
          "You can only " + (favorite ? "favorite" : "un-favorite") + " workspaces that you own.");
    }
    workspaces.setFavorite(workspace.id(), favorite);
    return Reply.noContent();
  }

  private Reply extend(Call call) {
    var deadline = call.body(ExtendWorkspaceRequest.class).deadline();
    var fields = new Validations();
    if (deadline == null) fields.fault("deadline", "required", "");
    fields.check();
    var wish = Objects.requireNonNull(deadline);
    return switch (deadlines.extend(call.the(Params.WORKSPACE).id(), wish)) {
      case ExtendResult.Extended(var moved) ->
          Reply.ok(new Response("Deadline updated to " + moved + ".", null, List.of()));
      case ExtendResult.NotStarted(var transition) ->
          throw conflict("Workspace must be started, current status: " + transition);
      case ExtendResult.StillBuilding _ -> throw conflict("Workspace is still building!");
      case ExtendResult.NoDeadline _ -> throw conflict("Workspace shutdown is manual.");
      case ExtendResult.TooSoon _ ->
          throw Refusal.of(
              Refusal.Kind.INVALID,
              "Cannot extend workspace: new deadline must be at least 30 minutes in the future");
      case ExtendResult.BeyondMax _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "Cannot extend workspace beyond max deadline.");
    };
  }

  private static Refusal conflict(String message) {
    return Refusal.of(Refusal.Kind.CONFLICT, message);
  }

  private static void refuse(String message, String field, String detail) {
    throw Refusal.invalid(message, new FieldError(field, detail));
  }
}
