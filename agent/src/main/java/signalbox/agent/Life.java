package signalbox.agent;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.Lifecycle;
import signalbox.agent.api.LifecycleChange;
import signalbox.agent.console.Console;
import signalbox.agent.outgoing.Outbox;

/// How far the agent is. It only goes forward: whoever comes too late with an earlier state, such
/// as a start script that ends during the stop, changes nothing. Thread-safe.
final class Life {
  private final Outbox<LifecycleChange> changes;
  private final InstantSource clock;
  private final Console console;

  /// Null before the start. Guarded by this.
  private @Nullable Lifecycle state;

  Life(Outbox<LifecycleChange> changes, InstantSource clock, Console console) {
    this.changes = changes;
    this.clock = clock;
    this.console = console;
  }

  synchronized void enter(Lifecycle next) {
    if (state != null && next.compareTo(state) <= 0) return;
    state = next;
    changes.put(new LifecycleChange(next, clock.instant()));
    console.say("The workspace is " + next.words() + ".");
  }
}
