package signalbox.agent.machine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import signalbox.agent.api.Monitoring;
import signalbox.agent.api.Usage;
import signalbox.agent.api.Usage.Share;

/// The newest measurements of what the server keeps an eye on. For one thread.
public final class UsageWindow {
  private final Machine machine;
  private final Monitoring wanted;
  private final ArrayDeque<Usage> newest = new ArrayDeque<>();

  public UsageWindow(Machine machine, Monitoring wanted) {
    this.machine = machine;
    this.wanted = wanted;
  }

  /// Measures once.
  ///
  /// @return all of the window, oldest first; empty before there are as many as it has room for
  public List<Usage> measure(Instant now) {
    var volumes = new LinkedHashMap<String, Share>();
    for (var path : wanted.volumes()) {
      machine.volume(path).ifPresent(share -> volumes.put(path, share));
    }
    var memory = wanted.memory() ? machine.memory().orElse(null) : null;
    newest.add(new Usage(now, memory, volumes));
    while (newest.size() > wanted.window()) newest.remove();
    return newest.size() < wanted.window() ? List.of() : List.copyOf(newest);
  }
}
