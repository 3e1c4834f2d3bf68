package signalbox.server.tailnet;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.agentapi.tailnet.Agent;
import signalbox.agentapi.tailnet.Workspace;
import signalbox.agentapi.tailnet.WorkspaceUpdate;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.ServerStream;
import signalbox.server.access.Caller;
import signalbox.server.agentrpc.Wire;
import signalbox.server.db.Database;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.id.UserId;
import signalbox.server.stream.StreamGuard;
import signalbox.server.time.Subscription;
import signalbox.server.watch.Hub;

/// Tells clients which workspaces and agents an owner has: first all of them, then each difference.
/// While a client is slow, changes merge into one difference; what it puts together is the present.
/// Thread-safe.
public final class WorkspaceUpdates {
  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceUpdates.class);

  /// When to look again after the database could not be reached.
  private static final Duration AGAIN = Duration.ofSeconds(3);

  private static final Subscription NOTHING = () -> {};

  private final ListingStore store = new ListingStore();
  private final Database database;
  private final Hub hub;
  private final StreamGuard guard;

  /// @param guard tells when a client loses the right to what it is told
  public WorkspaceUpdates(Database database, Hub hub, StreamGuard guard) {
    this.guard = guard;
    this.database = database;
    this.hub = hub;
  }

  /// Tells a client until it goes. Blocks as long. Who may not read an owner's workspaces is told
  /// of none.
  ///
  /// @param end what to do when it loses the right
  void tell(Caller.Session caller, UserId owner, ServerStream client, Runnable end)
      throws RpcException, InterruptedException {
    var news = new Semaphore(0);
    var gone = new AtomicBoolean();
    client.onEnd(
        () -> {
          gone.set(true);
          news.release();
        });
    // Before the first look, so that nothing falls between.
    try (var _ = caller.mayRead(owner) ? guard.guard(caller, owner, end) : NOTHING;
        var _ = hub.listen(owner, news::release)) {
      var told = Listing.EMPTY;
      for (var first = true; !gone.get(); first = false) {
        told = tell(caller, owner, told, first, client, news);
        news.acquire();
        news.drainPermits();
      }
    }
  }

  /// @return what the client knows now
  private Listing tell(
      Caller.Session caller,
      UserId owner,
      Listing told,
      boolean first,
      ServerStream client,
      Semaphore news)
      throws RpcException, InterruptedException {
    try {
      var now = caller.mayRead(owner) ? database.read(tx -> store.of(tx, owner)) : Listing.EMPTY;
      var difference = now.since(told);
      if (first || !difference.isEmpty()) client.send(wire(difference).toByteArray());
      return now;
    } catch (DatabaseUnavailable e) {
      LOG.debug("The workspaces of {} cannot be listed at the moment.", owner);
      if (first) throw new RpcException("The database cannot be reached at the moment.");
      var _ = news.tryAcquire(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      news.release();
      return told;
    }
  }

  private static WorkspaceUpdate wire(Listing.Difference difference) {
    var update = WorkspaceUpdate.newBuilder();
    difference.upserted().forEach(w -> update.addUpsertedWorkspaces(wire(w)));
    difference.upsertedAgents().forEach(a -> update.addUpsertedAgents(wire(a)));
    difference.deleted().forEach(w -> update.addDeletedWorkspaces(wire(w)));
    difference.deletedAgents().forEach(a -> update.addDeletedAgents(wire(a)));
    return update.build();
  }

  private static Workspace wire(Listing.Listed workspace) {
    return Workspace.newBuilder()
        .setId(Wire.bytes(workspace.id().value()))
        .setName(workspace.name())
        .setStatus(status(workspace.status()))
        .build();
  }

  private static Agent wire(Listing.ListedAgent agent) {
    return Agent.newBuilder()
        .setId(Wire.bytes(agent.id().value()))
        .setName(agent.name())
        .setWorkspaceId(Wire.bytes(agent.workspace().value()))
        .build();
  }

  private static Workspace.Status status(String status) {
    return switch (status) {
      case "pending" -> Workspace.Status.PENDING;
      case "starting" -> Workspace.Status.STARTING;
      case "running" -> Workspace.Status.RUNNING;
      case "stopping" -> Workspace.Status.STOPPING;
      case "stopped" -> Workspace.Status.STOPPED;
      case "canceling" -> Workspace.Status.CANCELING;
      case "canceled" -> Workspace.Status.CANCELED;
      case "deleting" -> Workspace.Status.DELETING;
      case "deleted" -> Workspace.Status.DELETED;
      default -> Workspace.Status.FAILED;
    };
  }
}
