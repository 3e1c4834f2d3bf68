package signalbox.server.build;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.agent.Agents;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.JobId;
import signalbox.server.job.Job;
import signalbox.server.job.JobLogs;
import signalbox.server.job.Jobs;
import signalbox.server.job.Line;
import signalbox.server.job.Task;
import signalbox.server.job.Workplace;
import signalbox.server.template.Templates;

/// Where builds are carried out: taken from the queue, ended in one transaction with what they
/// made, or given up. Thread-safe.
public final class Workbench implements Workplace {
  private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

  private final BuildStore store = new BuildStore();
  private final Database database;
  private final Templates templates;
  private final Jobs jobs;
  private final JobLogs logs;
  private final Agents agents;
  private final InstantSource clock;
  private final Start start;
  private final AgentHost host;

  public Workbench(
      Database database,
      Templates templates,
      Jobs jobs,
      JobLogs logs,
      Agents agents,
      AgentHost host,
      InstantSource clock) {
    this.database = database;
    this.templates = templates;
    this.jobs = jobs;
    this.logs = logs;
    this.agents = agents;
    this.host = host;
    this.clock = clock;
    this.start = new Start(store, agents, host);
  }

  @Override
  public Optional<Task> next(UUID worker) {
    return take(worker)
        .map(
            work ->
                new Task(
                    work.build().job().id(),
                    () -> finish(work, worker),
                    error -> fail(work, worker, error)));
  }

  /// Takes the oldest build that waits.
  ///
  /// @param worker who works on it from now on
  Optional<Work> take(UUID worker) {
    var taken = database.write(tx -> jobs.acquire(tx, Job.BUILD, worker).map(job -> take(tx, job)));
    taken.ifPresent(work -> logs.tell(work.build().job().id(), false));
    return taken;
  }

  private Work take(Tx tx, JobId job) {
    var build = store.findByJob(tx, job).orElseThrow();
    var version = templates.version(tx, build.templateVersionId()).orElseThrow();
    announce(tx, build);
    logs.append(
        tx,
        job,
        List.of(
            Line.info(
                "Setting up",
                "Build "
                    + build.buildNumber()
                    + " with template version "
                    + version.name()
                    + ".")));
    return new Work(build, version.parsedSpec(), store.parameters(tx, build.id()));
  }

  /// Ends a build well: makes what it is to make, unless somebody cancelled it meanwhile. Does
  /// nothing when the job was taken away from the worker.
  void finish(Work work, UUID worker) {
    try {
      if (work.isHosted()) tendAgents(work);
      finishWell(work, worker);
      if (work.isHosted()) host.look();
    } catch (AgentHost.CannotHost e) {
      fail(work, worker, String.valueOf(e.getMessage()));
    }
  }

  /// What the server's machine does for a build, before the build is over and while people can
  /// follow it.
  private void tendAgents(Work work) {
    var build = work.build();
    var progress =
        new AgentHost.Progress(line -> tell(build, line), () -> isCanceled(build.job().id()));
    switch (build.kind()) {
      case START -> host.prepare(build.workspaceId(), progress);
      case STOP -> host.stop(build.workspaceId(), progress);
      case DELETE -> host.delete(build.workspaceId(), progress);
    }
  }

  private void tell(Build build, Line line) {
    database.run(tx -> log(tx, build.job().id(), line));
    logs.tell(build.job().id(), false);
  }

  /// Unknown counts as no: the end of the build finds out.
  private boolean isCanceled(JobId job) {
    try {
      return database.read(tx -> jobs.get(tx, job)).canceledAt() != null;
    } catch (DatabaseUnavailable e) {
      return false;
    }
  }

  private void finishWell(Work work, UUID worker) {
    end(
        work.build(),
        (tx, workspace) -> {
          var job = jobs.lock(tx, work.build().job().id());
          if (!belongsTo(job, worker)) return;
          if (job.canceledAt() == null) carryOut(tx, work, workspace);
          else log(tx, job.id(), Line.info("Canceled", "The build was canceled."));
          jobs.complete(tx, job.id());
          afterwards(tx, work.build());
        });
  }

  /// Ends a build badly, unless the job was taken away from the worker.
  void fail(Work work, UUID worker, String error) {
    fail(work.build(), error, (_, job) -> belongsTo(job, worker));
  }

  private void fail(Build build, String error, BiPredicate<Tx, Job> still) {
    end(
        build,
        (tx, _) -> {
          var job = jobs.lock(tx, build.job().id());
          if (!still.test(tx, job)) return;
          log(tx, job.id(), Line.error("Failed", error));
          jobs.fail(tx, job.id(), error);
          afterwards(tx, build);
        });
  }

  @Override
  public int reap() {
    var abandoned = database.read(tx -> jobs.abandoned(tx, Job.BUILD));
    for (var job : abandoned) {
      var build = database.read(tx -> store.findByJob(tx, job)).orElseThrow();
      LOG.warn("Build {} failed: its worker went silent.", build.id());
      fail(
          build,
          "The server that worked on this build has not been heard of for "
              + Jobs.SILENCE_MAX.toSeconds()
              + " s. Try again.",
          (tx, locked) -> jobs.abandoned(tx, Job.BUILD).contains(locked.id()));
    }
    return abandoned.size();
  }

  @Override
  public void beat(UUID worker, Collection<JobId> working) {
    database.run(tx -> jobs.beat(tx, worker, working));
  }

  private void end(Build build, BiConsumer<Tx, Target> work) {
    database.run(tx -> work.accept(tx, store.lockWorkspace(tx, build.workspaceId()).orElseThrow()));
    logs.tell(build.job().id(), true);
    agents.forget(build.workspaceId());
  }

  private void afterwards(Tx tx, Build build) {
    if (build.kind() == Transition.STOP) agents.retire(tx, build.ownerId(), build.workspaceId());
    store.touch(tx, build.id(), clock.instant());
    announce(tx, build);
  }

  private void carryOut(Tx tx, Work work, Target workspace) {
    var build = work.build();
    var job = build.job().id();
    switch (build.kind()) {
      case START -> {
        var lines = start.carryOut(tx, work, now());
        if (workspace.ttlMs() != null) {
          store.moveDeadline(tx, build.id(), clock.instant().plusMillis(workspace.ttlMs()), now());
        }
        logs.append(tx, job, lines);
      }
      case STOP ->
          log(tx, job, Line.info("Stopping", "The tokens of its agents are not valid any more."));
      case DELETE -> {
        store.markDeleted(tx, build.workspaceId(), now());
        log(tx, job, Line.info("Deleting", "The workspace is gone."));
      }
    }
  }

  private Instant now() {
    return clock.instant();
  }

  private void log(Tx tx, JobId job, Line line) {
    logs.append(tx, job, List.of(line));
  }

  private static boolean belongsTo(Job job, UUID worker) {
    return !job.isDone() && worker.equals(job.workerId());
  }

  private static void announce(Tx tx, Build build) {
    tx.announce(new Event(build.ownerId(), Kind.STATE_CHANGE, build.workspaceId(), null));
  }
}
