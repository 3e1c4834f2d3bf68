package signalbox.server.agentlog;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;

/// The sources of agents' log lines. Thread-safe.
public final class LogSources {
  private final LogSourceStore store = new LogSourceStore();

  /// Adds sources that are new.
  public void add(Tx tx, List<LogSource> sources) {
    store.add(tx, sources);
  }

  /// The sources of these agents, in the order in which they came.
  public Map<AgentId, List<LogSource>> of(Tx tx, Collection<AgentId> agents) {
    if (agents.isEmpty()) return Map.of();
    return store.of(tx, agents).stream().collect(groupingBy(LogSource::agentId, toList()));
  }
}
