package signalbox.server.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.build.AgentHost;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.job.Line;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// Runs agents as programs on the server's own machine. What should run is read from the database,
/// what does run from the system, and every few seconds the two are brought together: after a crash
/// of an agent, a restart of the server, or a build that was given up. Thread-safe.
public final class ProcessHost implements AgentHost, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /// An agent runs its stop scripts when it is asked to end.
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(10);

  private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(10);
  private static final long LOG_BYTES_MAX = 1024 * 1024;

  private final ProcessStore store = new ProcessStore();
  private final Map<AgentId, Patience> patience = new ConcurrentHashMap<>();
  private final Database database;
  private final Places places;
  private final UUID id;
  private final Settings settings;
  private final InstantSource clock;
  private final Chore looking = new Chore("the look at the agents of this machine", this::lookNow);
  private final ReentrantLock starting = new ReentrantLock();
  private final Subscription timer;

  /// What agents are started with.
  ///
  /// @param data where they live
  /// @param command our own agent
  /// @param accessUrl where they find the server
  /// @param tokens what each may speak with
  public record Settings(
      Path data, List<String> command, URI accessUrl, Function<AgentId, String> tokens) {}

  /// @throws IOException when the data directory cannot be used
  public ProcessHost(Database database, Settings settings, Ticker ticker) throws IOException {
    this.database = database;
    this.places = new Places(settings.data());
    this.id = places.host();
    this.settings = settings;
    this.clock = ticker;
    timer = ticker.every(PERIOD, looking::want);
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public void prepare(WorkspaceId workspace, Progress progress) {
    try {
      end(workspace, LEFTOVER_PATIENCE, progress);
      places.make(workspace);
      progress
          .log()
          .accept(Line.info("Preparing", "The workspace lives in " + places.home(workspace) + "."));
    } catch (IOException e) {
      throw new CannotHost("The workspace's directory cannot be made: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void stop(WorkspaceId workspace, Progress progress) {
    try {
      end(workspace, STOP_PATIENCE, progress);
    } catch (IOException e) {
      throw new CannotHost("The workspace's agents cannot be found: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void delete(WorkspaceId workspace, Progress progress) {
    try {
      end(workspace, STOP_PATIENCE, progress);
      places.remove(workspace);
    } catch (IOException e) {
      throw new CannotHost(
          "The workspace's directory cannot be removed: " + e.getMessage() + ".", e);
    }
  }

  private void end(WorkspaceId workspace, Duration longest, Progress progress) throws IOException {
    for (var known : known(workspace)) {
      if (endIfAlive(known, longest, progress.canceled())) {
        var name = database.read(tx -> store.name(tx, known.agent()));
        progress.log().accept(Line.info("Stopping", "Agent " + name + " has ended."));
      }
      forget(known);
    }
  }

  /// A build that ends agents is under way in the database before it asks for them, so none is
  /// started after this.
  private List<Places.Known> known(WorkspaceId workspace) throws IOException {
    starting.lock();
    try {
      return places.known(workspace);
    } finally {
      starting.unlock();
    }
  }

  /// @return whether it was alive
  private boolean endIfAlive(Places.Known known, Duration longest, BooleanSupplier hurry)
      throws IOException {
    var handle = Incarnation.read(places.pid(known)).flatMap(Incarnation::handle);
    handle.ifPresent(leader -> new Session(leader, known.agent().toString()).end(longest, hurry));
    return handle.isPresent();
  }

  private void forget(Places.Known known) throws IOException {
    Files.deleteIfExists(places.pid(known));
    patience.remove(known.agent());
  }

  @Override
  public void look() {
    looking.want();
  }

  private void lookNow() {
    try {
      var wanted = database.read(tx -> store.wanted(tx, id));
      endLeftovers(wanted);
      for (var agent : wanted) ensure(agent);
    } catch (IOException e) {
      LOG.error("The agents of this machine cannot be looked at.", e);
    }
  }

  private void endLeftovers(List<ProcessStore.Wanted> wanted) throws IOException {
    var ids = new HashSet<AgentId>();
    for (var agent : wanted) ids.add(agent.id());
    var left = places.known().stream().filter(known -> !ids.contains(known.agent())).toList();
    if (left.isEmpty()) return;
    var workspaces = left.stream().map(Places.Known::workspace).distinct().toList();
    var busy = database.read(tx -> store.beingBuilt(tx, workspaces));
    for (var known : left) {
      if (busy.contains(known.workspace())) continue;
      if (endIfAlive(known, LEFTOVER_PATIENCE, () -> false))
        LOG.info(
            "Agent {} of workspace {} was not to run any more.", known.agent(), known.workspace());
      forget(known);
    }
  }

  private void ensure(ProcessStore.Wanted agent) throws IOException {
    var known = new Places.Known(agent.workspaceId(), agent.id());
    if (Incarnation.read(places.pid(known)).flatMap(Incarnation::handle).isPresent()) return;
    var now = clock.instant();
    var before = patience.get(agent.id());
    if (before != null && now.isBefore(before.until())) return;
    patience.put(agent.id(), before == null ? Patience.first(now) : before.again(now));
    startIfWanted(agent, known, before != null);
  }

  /// What was wanted at the beginning of a look may not be any more.
  private void startIfWanted(ProcessStore.Wanted agent, Places.Known known, boolean again) {
    starting.lock();
    try {
      if (!database.read(tx -> store.wanted(tx, id)).contains(agent)) return;
      if (again) LOG.warn("Agent {} ended and is started again.", agent.id());
      start(agent, known);
    } finally {
      starting.unlock();
    }
  }

  private void start(ProcessStore.Wanted agent, Places.Known known) {
    try {
      places.make(agent.workspaceId());
      var output = places.log(known);
      if (Files.exists(output) && Files.size(output) > LOG_BYTES_MAX) Files.delete(output);
      var home = places.home(agent.workspaceId());
      Session.start(agent.id().toString(), command(agent), home, environment(agent, home), output)
          .incarnation()
          .write(places.pid(known));
    } catch (IOException e) {
      LOG.error("Agent {} cannot be started; it is tried again.", agent.id(), e);
    }
  }

  private List<String> command(ProcessStore.Wanted agent) {
    var own = agent.command();
    return own == null ? settings.command() : List.of("sh", "-c", "exec " + own);
  }

  /// Nothing of the server's own environment but what says where programs are and which language is
  /// spoken: it may hold secrets.
  private Map<String, String> environment(ProcessStore.Wanted agent, Path home) {
    var environment = new LinkedHashMap<String, String>();
    for (var name :
        List.of("PATH", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SHELL", "JAVA_HOME")) {
      var value = System.getenv(name);
      if (value != null) environment.put(name, value);
    }
    environment.put("HOME", home.toString());
    environment.put("CODER_AGENT_URL", settings.accessUrl().toString());
    environment.put("CODER_AGENT_TOKEN", settings.tokens().apply(agent.id()));
    environment.put("CODER_AGENT_AUTH", "token");
    environment.put("SIGNALBOX_NO_BUILD", "1");
    return environment;
  }

  /// Leaves the agents alone: they outlive the server.
  @Override
  public void close() {
    timer.close();
  }
}
