package signalbox.server.appstatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.id.WorkspaceId;

/// Commits reports in groups: those that arrive while a commit is under way go together into the
/// next one, with one transaction, a few statements and one write to the disk for all of them.
/// Thread-safe; one thread commits.
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final int QUEUE = 10_000;
  private static final int GROUP = 1_000;

  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Database database;
  private final Recorder recorder;
  private final Consumer<Set<WorkspaceId>> activity;
  private final IntConsumer groups;
  private final Thread thread;
  private volatile boolean closed;

  private record Pending(Report report, CompletableFuture<ReportResult> result) {}

  /// @param activity is told which workspaces are at work, after each commit; must not block
  /// @param groups is told the size of each group, for the metrics
  public Ingest(
      Database database,
      Recorder recorder,
      Consumer<Set<WorkspaceId>> activity,
      IntConsumer groups) {
    this.database = database;
    this.recorder = recorder;
    this.activity = activity;
    this.groups = groups;
    this.thread = Thread.ofPlatform().name("ingest").daemon().start(this::commitGroups);
  }

  /// Waits until the report is on disk, or cannot be.
  ///
  /// @throws DatabaseUnavailable when it is not known whether it is
  ReportResult record(Report report) {
    var pending = new Pending(report, new CompletableFuture<>());
    if (closed || !queue.offer(pending)) return new ReportResult.Overloaded();
    // Closed in between: nobody would take it out any more.
    if (closed && queue.remove(pending)) return new ReportResult.Overloaded();
    try {
      return pending.result().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void commitGroups() {
    try {
      while (true) {
        var group = new ArrayList<Pending>();
        group.add(queue.take());
        queue.drainTo(group, GROUP - 1);
        groups.accept(group.size());
        commit(group);
      }
    } catch (InterruptedException e) {
      LOG.debug("The ingest thread ends.");
    }
  }

  private void commit(List<Pending> group) {
    Recorder.Outcome outcome;
    try {
      outcome =
          database.writeLogged(
              tx -> recorder.record(tx, group.stream().map(Pending::report).toList()));
    } catch (DatabaseUnavailable e) {
      fail(group, e);
      return;
    } catch (RuntimeException e) {
      if (group.size() == 1) {
        fail(group, e);
      } else {
        LOG.warn("A group of {} reports failed; each is tried alone.", group.size(), e);
        group.forEach(pending -> commit(List.of(pending)));
      }
      return;
    } catch (Error e) {
      // Nobody may wait for an answer for ever, and the next group may fare better.
      LOG.error("A group of {} reports failed.", group.size(), e);
      fail(group, e);
      return;
    }
    for (var i = 0; i < group.size(); i++) group.get(i).result().complete(outcome.results().get(i));
    if (!outcome.atWork().isEmpty()) activity.accept(outcome.atWork());
  }

  private static void fail(List<Pending> group, Throwable why) {
    group.forEach(pending -> pending.result().completeExceptionally(why));
  }

  /// Ends the thread. Reports that are still waiting are told to come again.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    for (var pending = queue.poll(); pending != null; pending = queue.poll()) {
      pending.result().complete(new ReportResult.Overloaded());
    }
  }
}
