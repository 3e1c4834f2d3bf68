package signalbox.server.agentscript;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import signalbox.server.agentlog.LogSource;
import signalbox.server.agentlog.LogSources;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.LogSourceId;
import signalbox.server.id.ScriptId;
import signalbox.server.template.ScriptSpec;

/// The scripts of agents. Thread-safe.
public final class AgentScripts {
  private final ScriptStore store = new ScriptStore();
  private final Database database;
  private final LogSources sources;
  private final InstantSource clock;

  public AgentScripts(Database database, LogSources sources, InstantSource clock) {
    this.database = database;
    this.sources = sources;
    this.clock = clock;
  }

  /// Gives a new agent its scripts, each with a source of log lines of the same name.
  public void add(Tx tx, AgentId agent, List<ScriptSpec> specs) {
    if (specs.isEmpty()) return;
    var at = clock.instant();
    var scripts = new ArrayList<AgentScript>();
    var logs = new ArrayList<LogSource>();
    for (var spec : specs) {
      var source = new LogSource(agent, LogSourceId.next(), spec.name(), spec.icon(), at);
      logs.add(source);
      scripts.add(script(agent, source.id(), spec));
    }
    sources.add(tx, logs);
    store.add(tx, scripts);
  }

  private static AgentScript script(AgentId agent, LogSourceId source, ScriptSpec spec) {
    return new AgentScript(
        ScriptId.next(),
        agent,
        source,
        spec.logPath(),
        spec.name(),
        spec.script(),
        spec.cron(),
        spec.when() == ScriptSpec.When.START,
        spec.when() == ScriptSpec.When.STOP,
        spec.blocksLogin(),
        spec.timeoutSeconds(),
        null,
        null);
  }

  /// The scripts of these agents, in the order of their templates.
  public Map<AgentId, List<AgentScript>> of(Tx tx, Collection<AgentId> agents) {
    if (agents.isEmpty()) return Map.of();
    return store.of(tx, agents).stream().collect(groupingBy(AgentScript::agentId, toList()));
  }

  /// The same for one agent. Blocks.
  public List<AgentScript> of(AgentId agent) {
    return database.read(tx -> store.of(tx, List.of(agent)));
  }

  /// Remembers how a script of an agent ended; an older run than the one that is known changes
  /// nothing. Blocks.
  ///
  /// @return whether the agent has such a script
  public boolean ended(AgentId agent, ScriptRun run) {
    return database.write(
        tx -> {
          if (!store.has(tx, agent, run.script())) return false;
          store.put(tx, run);
          return true;
        });
  }
}
