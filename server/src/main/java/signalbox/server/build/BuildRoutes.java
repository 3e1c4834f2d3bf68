package signalbox.server.build;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;
import static signalbox.server.http.Method.POST;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.access.Refusal;
import signalbox.server.db.Database;
import signalbox.server.http.Call;
import signalbox.server.http.Paging;
import signalbox.server.http.Param;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.BuildId;
import signalbox.server.job.JobLogs;
import signalbox.server.job.LogRoutes;
import signalbox.server.search.Page;
import signalbox.server.stream.StreamGuard;
import signalbox.wire.BuildParameter;
import signalbox.wire.CreateWorkspaceBuildRequest;
import signalbox.wire.Response;

/// HTTP of builds and their logs.
public final class BuildRoutes {
  private static final Param<Build> BUILD = new Param<>("workspacebuild", Build.class);

  /// A number, among the builds of the workspace left of it.
  private static final Param<Build> BUILD_NUMBER = new Param<>("buildnumber", Build.class);

  private static final Set<String> EXPECTABLE = Set.of("pending", "running");

  private final Database database;
  private final Builds builds;
  private final BuildReader reader;
  private final LogRoutes logs;
  private final StreamGuard guard;

  /// @param guard ends streams whose reader loses the right
  public BuildRoutes(
      Database database, Builds builds, BuildReader reader, JobLogs logs, StreamGuard guard) {
    this.database = database;
    this.builds = builds;
    this.reader = reader;
    this.logs = new LogRoutes(logs);
    this.guard = guard;
  }

  /// After the routes of workspaces, whose lookups it needs.
  public void register(Routes routes) {
    routes.lookup(BUILD, this::find).lookup(BUILD_NUMBER, this::findByNumber);
    var build = "/api/v2/workspacebuilds/{workspacebuild}";
    routes
        .session(POST, "/api/v2/workspaces/{workspace}/builds", this::create)
        .session(GET, "/api/v2/workspaces/{workspace}/builds", this::list)
        .session(
            GET,
            "/api/v2/users/{user}/workspace/{workspacename}/builds/{buildnumber}",
            call -> get(call.the(BUILD_NUMBER)))
        .session(GET, build, call -> get(call.the(BUILD)))
        .session(GET, build + "/parameters", this::parameters)
        .session(GET, build + "/resources", this::resources)
        .session(GET, build + "/logs", this::log)
        .session(PATCH, build + "/cancel", this::cancel);
  }

  private Build find(Call call, String text) {
    var id = new BuildId(Uuids.parse(text));
    return database
        .read(tx -> reader.find(tx, id))
        .filter(build -> call.user().mayRead(build.ownerId()))
        .orElseThrow(Refusal::notFound);
  }

  private Build findByNumber(Call call, String text) {
    var workspace = call.the(Params.WORKSPACE_NAME);
    try {
      var number = Integer.parseInt(text);
      return database
          .read(tx -> reader.findByNumber(tx, workspace.id(), number))
          .orElseThrow(() -> noSuchBuild(workspace, number));
    } catch (NumberFormatException e) {
      throw Refusal.of(
          Refusal.Kind.INVALID, "Failed to parse build number as integer.", "\"" + text + "\"");
    }
  }

  private static Refusal noSuchBuild(OwnedWorkspace workspace, int number) {
    return Refusal.of(
        Refusal.Kind.NOT_FOUND,
        "Workspace \"" + workspace.name() + "\" Build " + number + " does not exist.");
  }

  private Reply create(Call call) {
    var wish = NewBuild.parse(call.body(CreateWorkspaceBuildRequest.class), call.user());
    return Reply.created(builds.create(call.the(Params.WORKSPACE).id(), wish, call.user().user()));
  }

  private Reply list(Call call) {
    var workspace = call.the(Params.WORKSPACE).id();
    var asked = Paging.of(call);
    var since = call.query("since").filter(text -> !text.isEmpty()).map(BuildRoutes::since);
    return database.read(
        tx -> {
          var before = Integer.MAX_VALUE;
          if (asked.afterId() != null) {
            before =
                reader
                    .find(tx, new BuildId(asked.afterId()))
                    .filter(build -> build.workspaceId().equals(workspace))
                    .orElseThrow(() -> noSuchRecord(asked))
                    .buildNumber();
          }
          var found =
              reader.page(
                  tx,
                  workspace,
                  before,
                  since.orElse(Instant.EPOCH),
                  asked.offset(),
                  asked.limit() == 0 ? null : asked.limit());
          return Reply.ok(reader.wire(tx, found));
        });
  }

  private static Refusal noSuchRecord(Page page) {
    return Refusal.of(
        Refusal.Kind.INVALID,
        "Record at \"after_id\" (\"" + page.afterId() + "\") does not exist.");
  }

  private static Instant since(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Refusal.of(Refusal.Kind.INVALID, "bad `since` format, must be RFC3339");
    }
  }

  private Reply get(Build build) {
    return Reply.ok(database.read(tx -> reader.wire(tx, List.of(build)).getFirst()));
  }

  private Reply parameters(Call call) {
    var values = database.read(tx -> reader.parameters(tx, call.the(BUILD).id()));
    return Reply.ok(
        values.entrySet().stream()
            .map(entry -> new BuildParameter(entry.getKey(), entry.getValue()))
            .toList());
  }

  private Reply resources(Call call) {
    var build = call.the(BUILD);
    if (!build.job().isDone()) throw Refusal.of(Refusal.Kind.INVALID, "Job hasn't completed!");
    return Reply.ok(database.read(tx -> reader.wire(tx, List.of(build)).getFirst().resources()));
  }

  private Reply cancel(Call call) {
    var expected = call.query("expect_status").filter(text -> !text.isEmpty());
    if (expected.isPresent() && !EXPECTABLE.contains(expected.get())) {
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Invalid expect_status \""
              + expected.get()
              + "\". Only 'running' or 'pending' are allowed.");
    }
    return switch (builds.cancel(call.the(BUILD).id(), expected, call.user())) {
      case CancelResult.Marked _ ->
          Reply.ok(new Response("Job has been marked as canceled...", null, List.of()));
      case CancelResult.NotAllowed _ ->
          throw Refusal.of(
              Refusal.Kind.FORBIDDEN,
              "User is not allowed to cancel workspace builds. Owner role is required.");
      case CancelResult.AlreadyDone _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "Job has already completed!");
      case CancelResult.AlreadyMarked _ ->
          throw Refusal.of(Refusal.Kind.INVALID, "Job has already been marked as canceled!");
      case CancelResult.Unexpected _ ->
          throw Refusal.of(Refusal.Kind.UNEXPECTED_STATE, "Job is not in the expected state.");
    };
  }

  private Reply log(Call call) {
    var build = call.the(BUILD);
    var session = call.user();
    return logs.answer(
        call, build.job().id(), outlet -> guard.guard(outlet, session, build.ownerId()));
  }
}
