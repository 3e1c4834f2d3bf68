package signalbox.server.watch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;
import signalbox.server.bus.MemoryBus;
import signalbox.server.db.Database;
import signalbox.server.db.EventLogStore;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Loop;
import signalbox.server.testing.FakeOutlet;
import signalbox.server.testing.SteppedTicker;
import signalbox.server.testing.TestPostgres;
import signalbox.wire.MatchedProvisioners;
import signalbox.wire.ProvisionerJob;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceBuild;

/// Owners' feeds over a real log, with workspaces that are only a counter: each change adds one to
/// its name.
final class Feeds implements AutoCloseable {
  /// An event loop that is a plain thread.
  static final class TestLoop implements Loop, AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }

    /// Runs a task on the loop and waits for it.
    void run(Runnable task) {
      Future<?> done = thread.submit(task);
      try {
        done.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }

  final SteppedTicker time = new SteppedTicker();
  final UserId owner = UserId.next();
  final Map<WorkspaceId, Integer> changes = new LinkedHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger readsAtOnce = new AtomicInteger();
  private final AtomicInteger mostReadsAtOnce = new AtomicInteger();
  final List<TestLoop> loops = List.of(new TestLoop(), new TestLoop());
  final Database database;
  final Hub hub;
  private final List<HikariDataSource> sources = new ArrayList<>();
  private boolean hints = true;

  /// Whether workspaces cannot be read at the moment.
  volatile boolean down;

  Feeds() {
    var url = TestPostgres.migratedDatabase();
    var bus = new MemoryBus();
    var announcer = new Announcer(bus);
    database =
        new Database(
            source(url.jdbcUrl(), url.user(), url.password(), false),
            source(url.jdbcUrl(), url.user(), url.password(), true),
            time,
            events -> tell(announcer, events));
    hub =
        new Hub(
            database, new Counters(), "epoch", bus, announcer, time, new Deliveries(time, _ -> {}));
    database.run(
        tx -> {
          tx.sql()
              .createUpdate(
                  """
                  INSERT INTO users (id, username, email, status, created_at, updated_at, last_seen_at)
                  VALUES (:id, 'ann', 'ann@example.com', 'active', now(), now(), now())
                  """)
              .bind("id", owner)
              .execute();
          new EventLogStore().createCounter(tx, owner);
          tx.sql().execute("CREATE TABLE counters (id uuid PRIMARY KEY, n integer NOT NULL)");
        });
  }

  private HikariDataSource source(
      String url, String user, @Nullable String password, boolean readOnly) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(url);
    settings.setUsername(user);
    settings.setPassword(password);
    settings.setMaximumPoolSize(4);
    if (readOnly) settings.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    var source = new HikariDataSource(settings);
    sources.add(source);
    return source;
  }

  /// From now on commits are not announced: hints get lost.
  void loseHints() {
    hints = false;
  }

  private void tell(Announcer announcer, List<LoggedEvent> events) {
    if (hints) announcer.committed(events);
  }

  WorkspaceId workspace() {
    var id = WorkspaceId.next();
    database.run(
        tx ->
            tx.sql().createUpdate("INSERT INTO counters VALUES (:id, 0)").bind("id", id).execute());
    return id;
  }

  /// Changes a workspace and announces it.
  void change(WorkspaceId workspace) {
    database.run(
        tx -> {
          tx.sql()
              .createUpdate("UPDATE counters SET n = n + 1 WHERE id = :id")
              .bind("id", workspace)
              .execute();
          tx.announce(new Event(owner, Kind.METADATA_UPDATE, workspace, null));
        });
  }

  FakeOutlet outlet(int loop) {
    return new FakeOutlet(loops.get(loop));
  }

  /// A follower, as the route makes one.
  FakeOutlet follow(int loop, @Nullable String after) {
    var outlet = outlet(loop);
    follow(outlet, after);
    return outlet;
  }

  void follow(FakeOutlet outlet, @Nullable String after) {
    var feed = hub.feed(owner);
    var start =
        after == null
            ? new Start.Fresh()
            : hub.reader().resume(owner, EventId.parse(after).orElseThrow());
    outlet
        .loop()
        .execute(
            () -> {
              var follower = feed.follow(outlet, View.OWNER, true, start);
              outlet.onClose(() -> feed.leave(follower));
            });
  }

  FakeOutlet watch(int loop, WorkspaceId workspace) {
    var outlet = outlet(loop);
    var feed = hub.feed(owner);
    var first = feed.firstLook(workspace).orElseThrow();
    outlet
        .loop()
        .execute(
            () -> {
              var watcher = new PresentWatcher(outlet, View.OWNER, workspace);
              feed.join(watcher);
              outlet.onClose(() -> feed.leave(watcher));
              watcher.show(first);
              if (feed.position() > first.position()) feed.refresh(workspace);
            });
    return outlet;
  }

  @Override
  public void close() {
    hub.close();
    loops.forEach(TestLoop::close);
    sources.forEach(HikariDataSource::close);
  }

  /// How many reads of workspaces have been under way together.
  int mostReadsAtOnce() {
    return mostReadsAtOnce.get();
  }

  private final class Counters implements WorkspaceSource {
    @Override
    public List<Workspace> workspaces(Tx tx, Collection<WorkspaceId> ids) {
      reads.incrementAndGet();
      mostReadsAtOnce.accumulateAndGet(readsAtOnce.incrementAndGet(), Math::max);
      try {
        return counted(tx, ids);
      } finally {
        readsAtOnce.decrementAndGet();
      }
    }

    private List<Workspace> counted(Tx tx, Collection<WorkspaceId> ids) {
      if (down) throw new ConnectionException(new SQLTransientConnectionException("gone"));
      var found = new ArrayList<Workspace>();
      for (var id : ids) {
        tx.sql()
            .createQuery("SELECT n FROM counters WHERE id = :id")
            .bind("id", id)
            .mapTo(Integer.class)
            .findOne()
            .ifPresent(n -> found.add(named(id, "n" + n)));
      }
      return found;
    }

    @Override
    public List<WorkspaceId> ownedBy(Tx tx, UserId who) {
      return tx.sql()
          .createQuery("SELECT id FROM counters ORDER BY id")
          .mapTo(WorkspaceId.class)
          .list();
    }
  }

  private Workspace named(WorkspaceId id, String name) {
    var at = Instant.EPOCH;
    var nil = new java.util.UUID(0, 0);
    var job =
        new ProvisionerJob(
            nil,
            at,
            null,
            null,
            null,
            null,
            "succeeded",
            null,
            nil,
            Map.of(),
            0,
            0,
            nil,
            nil,
            new ProvisionerJob.Input(null, null),
            "workspace_build",
            ProvisionerJob.Metadata.NONE,
            false);
    var build =
        new WorkspaceBuild(
            nil,
            at,
            at,
            id.value(),
            name,
            nil,
            "ann",
            "",
            nil,
            "v",
            1,
            "start",
            nil,
            "ann",
            job,
            "initiator",
            List.of(),
            null,
            null,
            "running",
            0,
            new MatchedProvisioners(0, 0, null),
            null,
            null);
    return new Workspace(
        id.value(),
        at,
        at,
        owner.value(),
        "ann",
        "",
        nil,
        "default",
        nil,
        "t",
        "",
        "",
        true,
        nil,
        false,
        false,
        build,
        null,
        false,
        name,
        null,
        null,
        at,
        null,
        null,
        new Workspace.Health(true, List.of()),
        "never",
        true,
        false,
        null,
        false,
        null);
  }
}
