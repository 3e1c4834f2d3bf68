package signalbox.server.agentmetadata;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import signalbox.server.id.AgentId;

/// Readings that wait to be stored, of each key of each agent only the newest. Bounded;
/// thread-safe.
final class Pending {
  /// What is dropped comes again with the agent's next look.
  static final int MAX = 2_500;

  private final Map<Key, Waiting> waiting = new LinkedHashMap<>();
  private long dropped;

  private record Key(AgentId agent, String key) {}

  /// A reading and when it came.
  record Waiting(AgentId agent, Reading reading, Instant at) {}

  /// @return how many wait now
  synchronized int add(AgentId agent, Collection<Reading> readings, Instant at) {
    for (var reading : readings) put(new Waiting(agent, reading, at));
    return waiting.size();
  }

  private void put(Waiting next) {
    var key = key(next);
    if (waiting.size() < MAX || waiting.containsKey(key)) waiting.put(key, next);
    else dropped++;
  }

  /// All that wait; they wait no longer.
  synchronized List<Waiting> take() {
    var taken = List.copyOf(waiting.values());
    waiting.clear();
    return taken;
  }

  /// Lets what could not be stored wait again, unless something newer waits already.
  synchronized void putBack(List<Waiting> taken) {
    for (var old : taken) {
      if (waiting.size() < MAX) waiting.putIfAbsent(key(old), old);
      else dropped++;
    }
  }

  /// How many were dropped since the last call.
  synchronized long takeDropped() {
    var count = dropped;
    dropped = 0;
    return count;
  }

  private static Key key(Waiting waiting) {
    return new Key(waiting.agent(), waiting.reading().key());
  }
}
