package signalbox.server.agentlog;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import signalbox.server.access.Caller;
import signalbox.server.agentlog.Appended.Exceeded;
import signalbox.server.agentlog.Appended.StaleAgent;
import signalbox.server.agentlog.Appended.Stored;
import signalbox.server.bus.Bus;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.event.Event;
import signalbox.server.event.Kind;
import signalbox.server.id.AgentId;
import signalbox.server.id.LogSourceId;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceAgentLog;

/// The logs of agents: added to in order, never edited. Blocks; thread-safe.
///
/// Batches of one agent follow one another, because each holds the agent's row. So the ids of its
/// lines are in the order of their commits, and who reads on from an id misses nothing.
public final class AgentLogs {
  /// Most output of one agent, in bytes.
  public static final int BYTES_MAX = 1 << 20;

  /// Most lines of one agent: empty ones take no bytes.
  static final int LINES_MAX = 100_000;

  /// Where lines come from that name no source.
  static final LogSourceId EXTERNAL =
      new LogSourceId(UUID.fromString("3b579bf4-1ed8-4b99-87a8-e9a1e3410410"));

  /// Most sources of one agent: all of them are in the JSON of its workspace.
  static final int SOURCES_MAX = 200;

  private static final int AGENTS_AT_ONCE = 100;
  private static final UUID NIL = new UUID(0, 0);

  private final AgentLogStore store = new AgentLogStore();
  private final LogSourceStore sources = new LogSourceStore();
  private final Database database;
  private final Bus bus;
  private final InstantSource clock;

  public AgentLogs(Database database, Bus bus, InstantSource clock) {
    this.database = database;
    this.bus = bus;
    this.clock = clock;
  }

  /// Adds lines to an agent's log, all or none.
  ///
  /// @param source where they come from; need not be known; the nil UUID: from outside
  public Appended append(Caller.Agent agent, UUID source, List<NewLine> lines) {
    var done = database.write(tx -> append(tx, agent, source, lines));
    if (done.firstId() > 0) {
      bus.publish(channel(agent.agent()), Json.text(new Hint(done.firstId() - 1)));
    }
    return done.result();
  }

  private Done append(Tx tx, Caller.Agent agent, UUID source, List<NewLine> lines) {
    var bytes = lines.stream().mapToLong(NewLine::bytes).sum();
    var before = store.reserve(tx, agent.agent(), bytes, lines.size());
    if (before.isEmpty()) return Done.without(refuse(tx, agent));
    if (lines.isEmpty()) return Done.without(new Stored());
    if (before.getAsInt() == 0) announce(tx, agent, Kind.AGENT_FIRST_LOGS);
    if (source.equals(NIL)) sources.addIfNew(tx, external(agent.agent()));
    var from = source.equals(NIL) ? EXTERNAL : new LogSourceId(source);
    var firstId = store.append(tx, agent.agent(), from, lines, clock.instant());
    return new Done(new Stored(), firstId);
  }

  /// Notes that the log is full, unless the agent is not to be listened to at all.
  private Appended refuse(Tx tx, Caller.Agent agent) {
    if (store.markOverflow(tx, agent.agent())) {
      announce(tx, agent, Kind.AGENT_LOGS_OVERFLOW);
      return new Exceeded(false);
    }
    return store.maySpeak(tx, agent.agent()) ? new Exceeded(true) : new StaleAgent();
  }

  private static void announce(Tx tx, Caller.Agent agent, Kind kind) {
    tx.announce(new Event(agent.owner(), kind, agent.workspace(), agent.agent()));
  }

  private LogSource external(AgentId agent) {
    return new LogSource(agent, EXTERNAL, "External", "/emojis/1f310.png", clock.instant());
  }

  /// Adds a source, or gives one that is there another name.
  ///
  /// @return the source as it is now; empty when the agent has too many
  Optional<LogSource> put(AgentId agent, LogSourceId id, String displayName, String icon) {
    var wish = new LogSource(agent, id, displayName, icon, clock.instant());
    return database.write(tx -> sources.put(tx, wish, SOURCES_MAX));
  }

  /// The lines of an agent between two lines' ids, both left out.
  List<WorkspaceAgentLog> between(AgentId agent, long after, long before) {
    return database.read(tx -> store.between(tx, agent, after, before, LINES_MAX));
  }

  /// The names of an agent's sources.
  Map<UUID, String> sourceNames(AgentId agent) {
    return database.read(
        tx ->
            sources.of(tx, List.of(agent)).stream()
                .collect(toMap(source -> source.id().value(), LogSource::displayName)));
  }

  /// Forgets the lines of agents that were last heard of before an instant, but for those of
  /// workspaces' newest builds.
  public void forget(Instant before) {
    var more = true;
    while (more) more = database.write(tx -> store.forget(tx, before, AGENTS_AT_ONCE)) > 0;
  }

  /// Where followers are told of new lines.
  static String channel(AgentId agent) {
    return "agent-logs:" + agent;
  }

  /// @param firstId lowest id of the new lines; 0: there are none
  private record Done(Appended result, long firstId) {
    static Done without(Appended result) {
      return new Done(result, 0);
    }
  }

  private record Hint(long createdAfter) {}
}
