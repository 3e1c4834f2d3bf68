package signalbox.server.build;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.agent.Agents;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.BuildId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.job.Job;
import signalbox.server.job.JobLogs;
import signalbox.server.job.Jobs;
import signalbox.server.template.ParameterValues;
import signalbox.server.template.TemplateVersion;
import signalbox.server.template.Templates;
import signalbox.wire.BuildParameter;
import signalbox.wire.WorkspaceBuild;

/// Queues and cancels builds. Thread-safe.
public final class Builds {
  private final BuildStore store = new BuildStore();
  private final Database database;
  private final BuildReader reader;
  private final Templates templates;
  private final Jobs jobs;
  private final JobLogs logs;
  private final Agents agents;
  private final AgentHost.Guests guests;
  private final InstantSource clock;

  public Builds(
      Database database,
      BuildReader reader,
      Templates templates,
      Jobs jobs,
      JobLogs logs,
      Agents agents,
      AgentHost.Guests guests,
      InstantSource clock) {
    this.database = database;
    this.reader = reader;
    this.templates = templates;
    this.jobs = jobs;
    this.logs = logs;
    this.agents = agents;
    this.guests = guests;
    this.clock = clock;
  }

  /// Queues the next build of a workspace.
  ///
  /// @throws Refusal when the workspace is being built, or cannot be built like this
  WorkspaceBuild create(WorkspaceId id, NewBuild wish, UserId initiator) {
    record Queued(OrganizationId organization, WorkspaceBuild build) {}
    var queued =
        database.write(
            tx -> {
              var workspace = store.lockWorkspace(tx, id).orElseThrow(Refusal::notFound);
              var last = store.newest(tx, id).orElseThrow();
              if (workspace.deleted() && wish.transition() != Transition.DELETE) {
                throw deleted(wish.transition());
              }
              if (!last.job().isDone()) throw active();
              var build = queue(tx, workspace, last, wish, initiator);
              return new Queued(workspace.organizationId(), reader.justQueued(tx, build));
            });
    agents.forget(id);
    jobs.posted(queued.organization(), Job.BUILD);
    return queued.build();
  }

  /// Queues the next build of a workspace for its owner, if it is still called for.
  ///
  /// @param calledFor is asked with the newest build while nobody else can add one
  /// @throws Refusal when it cannot be built like this
  public void createIf(WorkspaceId id, NewBuild wish, Predicate<Build> calledFor) {
    var queued =
        database.write(
            tx -> {
              var workspace = store.lockWorkspace(tx, id).filter(w -> !w.deleted());
              var last = workspace.flatMap(_ -> store.newest(tx, id)).filter(calledFor);
              last.ifPresent(
                  build -> queue(tx, workspace.get(), build, wish, workspace.get().ownerId()));
              return last.map(_ -> workspace.get().organizationId());
            });
    if (queued.isEmpty()) return;
    agents.forget(id);
    posted(queued.get());
  }

  private BuildId queue(Tx tx, Target workspace, Build last, NewBuild wish, UserId initiator) {
    var version = version(tx, workspace, wish.version(), last.templateVersionId());
    var values =
        ParameterValues.resolve(
            version.parsedSpec(), wish.parameters(), store.parameters(tx, last.id()));
    if (wish.transition() == Transition.START) checkGuest(tx, version, initiator);
    if (wish.transition() != Transition.STOP)
      agents.retire(tx, workspace.ownerId(), workspace.id());
    return add(tx, workspace, last.buildNumber() + 1, wish, version.id(), values, initiator);
  }

  /// Queues the first build of a workspace that the same transaction adds. Call [#posted] after the
  /// commit.
  ///
  /// @throws Refusal when the version or the values are no good
  public WorkspaceBuild createFirst(
      Tx tx,
      WorkspaceId id,
      TemplateVersion version,
      @Nullable List<BuildParameter> parameters,
      UserId initiator) {
    var values = ParameterValues.resolve(checked(version).parsedSpec(), parameters, Map.of());
    checkGuest(tx, version, initiator);
    var workspace = store.lockWorkspace(tx, id).orElseThrow();
    var wish = new NewBuild(Transition.START, version.id(), parameters, NewBuild.INITIATOR);
    return reader.justQueued(tx, add(tx, workspace, 1, wish, version.id(), values, initiator));
  }

  /// Agents that the server runs itself have its rights: they can read what it reads.
  private void checkGuest(Tx tx, TemplateVersion version, UserId initiator) {
    if (guests == AgentHost.Guests.ALL || !version.parsedSpec().isHosted()) return;
    if (store.runsDeployment(tx, initiator)) return;
    throw Refusal.of(
        Refusal.Kind.FORBIDDEN,
        "Only who runs the deployment may start agents on the server's own machine.",
        "They have the rights of the server there. It was started without --process-runtime all.");
  }

  /// Tells the workers of all replicas that there is something to do.
  public void posted(OrganizationId organization) {
    jobs.posted(organization, Job.BUILD);
  }

  private BuildId add(
      Tx tx,
      Target workspace,
      int number,
      NewBuild wish,
      TemplateVersionId version,
      Map<String, String> values,
      UserId initiator) {
    var id = BuildId.next();
    var job = jobs.addBuild(tx, workspace.organizationId(), initiator);
    store.add(
        tx,
        id,
        workspace.id(),
        number,
        wish.transition(),
        version,
        job,
        initiator,
        wish.reason(),
        clock.instant());
    store.addParameters(tx, id, values);
    tx.announce(new Event(workspace.ownerId(), Kind.STATE_CHANGE, workspace.id(), null));
    return id;
  }

  private TemplateVersion version(
      Tx tx, Target workspace, @Nullable TemplateVersionId asked, TemplateVersionId last) {
    if (asked == null) return templates.version(tx, last).orElseThrow();
    var version =
        templates.version(tx, asked).orElseThrow(() -> invalid("template version does not exist"));
    if (!workspace.templateId().equals(version.templateId())) {
      throw invalid("template version doesn't match template");
    }
    return checked(version);
  }

  /// Only a version that was imported can be built.
  private static TemplateVersion checked(TemplateVersion version) {
    if (version.archived()) throw invalid("The provided template version is archived.");
    return switch (version.job().status()) {
      case "succeeded" -> version;
      case "failed" ->
          throw Refusal.of(
              Refusal.Kind.INVALID,
              "The provided template version \""
                  + version.name()
                  + "\" has failed to import: \""
                  + version.job().error()
                  + "\". You cannot build workspaces with it!");
      case "canceled" -> throw invalid("The provided template version was canceled during import.");
      default ->
          throw Refusal.of(
              Refusal.Kind.NOT_READY,
              "The provided template version is "
                  + version.job().status()
                  + ". Wait for it to complete importing!");
    };
  }

  /// Stops a build that is queued, or asks the one who works on it to give up.
  ///
  /// @param expected state in which its job should be; empty: whichever
  CancelResult cancel(BuildId id, Optional<String> expected, Caller.Session caller) {
    record Done(CancelResult result, boolean over) {}
    var build = database.read(tx -> store.find(tx, id)).orElseThrow();
    var mayCancel = build.userMayCancel() || caller.runsDeployment();
    if (!mayCancel && !expected.equals(Optional.of("pending"))) {
      return new CancelResult.NotAllowed();
    }
    var done =
        database.write(
            tx -> {
              var workspace = store.lockWorkspace(tx, build.workspaceId()).orElseThrow();
              var job = jobs.lock(tx, build.job().id());
              if (job.isDone()) return new Done(new CancelResult.AlreadyDone(), false);
              if (job.canceledAt() != null) {
                return new Done(new CancelResult.AlreadyMarked(), false);
              }
              if (expected.isPresent() && !job.status().equals(expected.get())) {
                return new Done(new CancelResult.Unexpected(), false);
              }
              var over = jobs.cancel(tx, job);
              if (over && build.kind() == Transition.STOP)
                agents.retire(tx, workspace.ownerId(), workspace.id());
              store.touch(tx, id, clock.instant());
              tx.announce(new Event(workspace.ownerId(), Kind.STATE_CHANGE, workspace.id(), null));
              return new Done(new CancelResult.Marked(), over);
            });
    if (done.over()) logs.tell(build.job().id(), true);
    if (done.over()) agents.forget(build.workspaceId());
    return done.result();
  }

  private static Refusal deleted(Transition transition) {
    return Refusal.of(
        Refusal.Kind.CONFLICT,
        "Cannot " + transition.wire() + " a deleted workspace!",
        "This workspace has been deleted and cannot be modified.");
  }

  private static Refusal active() {
    var message = "A workspace build is already active.";
    return Refusal.of(Refusal.Kind.CONFLICT, message, message);
  }

  /// What is wrong with a build is told twice, as message and as detail.
  private static Refusal invalid(String message) {
    return Refusal.of(Refusal.Kind.INVALID, message, message);
  }
}
